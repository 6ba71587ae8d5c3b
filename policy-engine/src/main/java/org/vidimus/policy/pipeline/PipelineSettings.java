package org.vidimus.policy.pipeline;

import java.util.List;
import org.vidimus.policy.authres.AuthservId;
import org.vidimus.policy.dkim.DkimSettings;
import org.vidimus.policy.dmarc.DmarcSettings;

/// Everything that a pipeline can be told.
///
/// Immutable.
///
/// @param verify what is written about mail
/// @param trust whom we believe
/// @param roles which mail is from outside
/// @param dkim which signatures are good enough
/// @param dmarc how DMARC is evaluated
/// @param onSpf what SPF alone leads to
/// @param onDmarc what DMARC leads to
/// @param overrides what the administrator has decided about some mail; the first that is for a message
///     decides
public record PipelineSettings(
        VerifySettings verify,
        TrustSettings trust,
        Roles roles,
        DkimSettings dkim,
        DmarcSettings dmarc,
        SpfHandling onSpf,
        DmarcHandling onDmarc,
        List<OverrideRule> overrides) {
    /// Copies the list.
    public PipelineSettings {
        overrides = List.copyOf(overrides);
    }

    /// All defaults.
    public static final PipelineSettings DEFAULT = new PipelineSettings(
            VerifySettings.DEFAULT,
            TrustSettings.DEFAULT,
            Roles.DEFAULT,
            DkimSettings.DEFAULT,
            DmarcSettings.DEFAULT,
            SpfHandling.DEFAULT,
            DmarcHandling.DEFAULT,
            List.of());

    /// The defaults with a name of our own.
    public static PipelineSettings of(AuthservId id) {
        return DEFAULT.with(VerifySettings.of(id));
    }

    /// The same with something else written about mail.
    public PipelineSettings with(VerifySettings other) {
        return new PipelineSettings(other, trust, roles, dkim, dmarc, onSpf, onDmarc, overrides);
    }

    /// The same with other trust.
    public PipelineSettings with(TrustSettings other) {
        return new PipelineSettings(verify, other, roles, dkim, dmarc, onSpf, onDmarc, overrides);
    }

    /// The same with other roles.
    public PipelineSettings with(Roles other) {
        return new PipelineSettings(verify, trust, other, dkim, dmarc, onSpf, onDmarc, overrides);
    }

    /// The same with other demands on signatures.
    public PipelineSettings with(DkimSettings other) {
        return new PipelineSettings(verify, trust, roles, other, dmarc, onSpf, onDmarc, overrides);
    }

    /// The same with another way to evaluate DMARC.
    public PipelineSettings with(DmarcSettings other) {
        return new PipelineSettings(verify, trust, roles, dkim, other, onSpf, onDmarc, overrides);
    }

    /// The same with other consequences of SPF.
    public PipelineSettings with(SpfHandling other) {
        return new PipelineSettings(verify, trust, roles, dkim, dmarc, other, onDmarc, overrides);
    }

    /// The same with other consequences of DMARC.
    public PipelineSettings with(DmarcHandling other) {
        return new PipelineSettings(verify, trust, roles, dkim, dmarc, onSpf, other, overrides);
    }

    /// The same with other overrides.
    public PipelineSettings withOverrides(List<OverrideRule> other) {
        return new PipelineSettings(verify, trust, roles, dkim, dmarc, onSpf, onDmarc, other);
    }
}
