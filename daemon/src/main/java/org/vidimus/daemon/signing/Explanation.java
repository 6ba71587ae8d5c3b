package org.vidimus.daemon.signing;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.vidimus.policy.base.Budgets;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.dkim.BodyHashes;
import org.vidimus.policy.dns.Answer;
import org.vidimus.policy.message.Author;
import org.vidimus.policy.message.HeaderBlock;
import org.vidimus.policy.message.HeaderField;
import org.vidimus.policy.message.HeaderForm;
import org.vidimus.policy.pipeline.ConnectionFacts;
import org.vidimus.policy.pipeline.Disposition;
import org.vidimus.policy.pipeline.Envelope;
import org.vidimus.policy.pipeline.Examination;
import org.vidimus.policy.pipeline.Pipeline;
import org.vidimus.policy.pipeline.PipelineSettings;
import org.vidimus.policy.pipeline.Signer;
import org.vidimus.policy.pipeline.Skip;
import org.vidimus.signer.rules.Decider;
import org.vidimus.signer.rules.Decision;
import org.vidimus.signer.rules.Occasion;

/// What would be decided about a message that has not been sent. It goes through the same pipeline as mail
/// does, so that what counts as mail from inside is decided there and nowhere else.
///
/// Confined to one thread.
public final class Explanation {
    /// What is decided.
    ///
    /// @param inside why it counts as mail from inside
    public record Decided(Optional<Skip> inside, Decision decision) {}

    private final Decider decider;
    private @Nullable Decided decided;

    private Explanation(Decider decider) {
        this.decider = decider;
    }

    /// Decides about a message whose header is one From.
    ///
    /// @param from the address of its author
    public static Decided of(
            PipelineSettings settings,
            Decider decider,
            ConnectionFacts connection,
            Bytes mailFrom,
            List<Bytes> recipients,
            Bytes from) {
        var explanation = new Explanation(decider);
        Pipeline pipeline = new Pipeline(
                        settings,
                        Budgets.DEFAULT,
                        // Nothing that is verified matters here.
                        (_, _) -> new Answer.NoSuchName(),
                        InstantSource.system(),
                        System::nanoTime,
                        Runnable::run)
                .with(explanation.new Asking());
        try (Examination examination = pipeline.begin(
                connection,
                new Envelope(
                        mailFrom, new HeaderForm(true, from.latin1().chars().anyMatch(c -> c > 0x7f))))) {
            recipients.forEach(examination::recipient);
            examination.header(new HeaderField(Bytes.utf8("From"), from));
            examination.endOfHeaders();
        }
        Decided decided = explanation.decided;
        if (decided == null) {
            throw new IllegalStateException("nobody was asked");
        }
        return decided;
    }

    /// Stands where the signer stands, and asks the decider about mail from outside too, because it says why
    /// not.
    private final class Asking implements Signer {
        @Override
        public boolean claims(ConnectionFacts connection) {
            return decider.claims(connection);
        }

        @Override
        public Optional<Work> begin(ConnectionFacts connection, Envelope envelope, Optional<Skip> inside) {
            return Optional.of(new AskingWork(connection, envelope, inside));
        }
    }

    private final class AskingWork implements Signer.Work {
        private final ConnectionFacts connection;
        private final Envelope envelope;
        private final Optional<Skip> inside;
        private final List<Bytes> recipients = new ArrayList<>();

        AskingWork(ConnectionFacts connection, Envelope envelope, Optional<Skip> inside) {
            this.connection = connection;
            this.envelope = envelope;
            this.inside = inside;
        }

        @Override
        public void recipient(Bytes recipient) {
            recipients.add(recipient);
        }

        @Override
        public boolean endOfHeaders(HeaderBlock header, Author author, BodyHashes bodies) {
            decided = new Decided(
                    inside,
                    decider.decide(new Occasion(connection, inside, envelope.mailFrom(), recipients, header, author)));
            return false;
        }

        @Override
        public Signer.Signed end(Signer.Message message) {
            return new Signer.Signed(List.of(), new Disposition.Accept(), List.of());
        }

        @Override
        public Signer.Signed endUnread() {
            return new Signer.Signed(List.of(), new Disposition.Accept(), List.of());
        }

        @Override
        public void close() {
            // Nothing is held.
        }
    }
}
