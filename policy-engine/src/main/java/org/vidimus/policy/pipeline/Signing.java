package org.vidimus.policy.pipeline;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.vidimus.policy.arc.ArcResult;
import org.vidimus.policy.arc.ArcValidation;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.message.Author;
import org.vidimus.policy.message.HeaderBlock;

/// The signer at work on one message, and the check of the chain that a seal needs where nobody verifies the
/// message.
///
/// Confined to the thread that feeds the examination.
final class Signing implements AutoCloseable {
    private final Signer.Work work;
    private final Checks checks;
    private final Envelope envelope;
    private final boolean verified;
    private final Tasks tasks;
    private int recipients;
    private @Nullable ArcValidation chain;

    /// @param verified whether the message is verified as well
    Signing(Signer.Work work, Checks checks, Envelope envelope, boolean verified) {
        this.work = work;
        this.checks = checks;
        this.envelope = envelope;
        this.verified = verified;
        this.tasks = new Tasks(checks.executor());
    }

    /// The next recipient; whether there was room for it.
    boolean recipient(Bytes recipient) {
        if (recipients == checks.budgets().recipients()) {
            return false;
        }
        recipients++;
        work.recipient(recipient);
        return true;
    }

    void begin(HeaderBlock header, Author author, Content content) {
        if (work.endOfHeaders(header, author, content.bodies())) {
            content.lookAtBody();
        }
        if (!verified && work.seals()) {
            chain = checks.arc().begin(header, envelope.form(), checks.lookups(), tasks, content.bodies());
        }
    }

    /// What the chain is worth, if that was asked here. Waits for keys. The body must have ended.
    Optional<ArcResult> chain() {
        if (chain == null) {
            return Optional.empty();
        }
        Duration patience = checks.budgets().dns().timePerMessage();
        ArcResult result = chain.finish();
        tasks.awaitExecuted(patience);
        return Optional.of(result);
    }

    Signer.Signed end(Signer.Message message) {
        return work.end(message);
    }

    Signer.Signed endUnread() {
        return work.endUnread();
    }

    @Override
    public void close() {
        tasks.close();
        work.close();
    }
}
