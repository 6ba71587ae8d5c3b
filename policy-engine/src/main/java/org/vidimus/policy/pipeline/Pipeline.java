package org.vidimus.policy.pipeline;

import java.util.List;
import java.util.Optional;
import org.vidimus.policy.authres.AuthservId;
import org.vidimus.policy.base.Budgets;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.base.Parsed;

/// Everything that is done to a message, as one value: made once from the configuration, used by all
/// connections.
///
/// The steps it runs, in this order:
/// - Authentication-Results fields that pretend to be ours are removed.
///
/// Then one Authentication-Results field with the results of all steps is put on top.
///
/// Thread-safe.
public final class Pipeline {
    private final VerifySettings settings;
    private final Budgets budgets;

    /// A pipeline with these settings.
    public Pipeline(VerifySettings settings, Budgets budgets) {
        this.settings = settings;
        this.budgets = budgets;
    }

    /// Whether any step reads the body. Where none does, an MTA that can be told so need not send it.
    public boolean readsBody() {
        return false;
    }

    /// Begins to examine one message. The examination belongs to the thread that feeds it.
    public Examination begin(ConnectionFacts connection, Envelope envelope) {
        Optional<AuthservId> own =
                settings.authservId().or(() -> connection.mtaName().flatMap(Pipeline::usable));
        List<Step> steps = List.of(new StripForged(own, budgets));
        return new Examination(connection, envelope, own, budgets, steps);
    }

    private static Optional<AuthservId> usable(Bytes mtaName) {
        return switch (AuthservId.parse(mtaName)) {
            case Parsed.Ok<AuthservId>(AuthservId id) -> Optional.of(id);
            case Parsed.Malformed<AuthservId> _ -> Optional.empty();
        };
    }
}
