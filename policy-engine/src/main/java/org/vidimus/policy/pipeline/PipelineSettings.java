package org.vidimus.policy.pipeline;

import org.vidimus.policy.authres.AuthservId;

/// Everything that a pipeline can be told.
///
/// Immutable.
///
/// @param verify what is written about mail
/// @param trust whom we believe
/// @param roles which mail is from outside
/// @param spf what SPF alone leads to
/// @param dmarc what DMARC leads to
public record PipelineSettings(VerifySettings verify, TrustSettings trust, Roles roles, Handling spf, Handling dmarc) {
    /// All defaults.
    public static final PipelineSettings DEFAULT = new PipelineSettings(
            VerifySettings.DEFAULT, TrustSettings.DEFAULT, Roles.DEFAULT, Handling.SPF, Handling.DMARC);

    /// The defaults with a name of our own.
    public static PipelineSettings of(AuthservId id) {
        return DEFAULT.with(VerifySettings.of(id));
    }

    /// The same with another table.
    public PipelineSettings with(VerifySettings other) {
        return new PipelineSettings(other, trust, roles, spf, dmarc);
    }

    /// The same with other trust.
    public PipelineSettings with(TrustSettings other) {
        return new PipelineSettings(verify, other, roles, spf, dmarc);
    }

    /// The same with other roles.
    public PipelineSettings with(Roles other) {
        return new PipelineSettings(verify, trust, other, spf, dmarc);
    }

    /// The same with other consequences of SPF and DMARC.
    public PipelineSettings with(Handling ofSpf, Handling ofDmarc) {
        return new PipelineSettings(verify, trust, roles, ofSpf, ofDmarc);
    }
}
