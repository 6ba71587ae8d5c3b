package org.vidimus.signer.outbound;

import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.dkim.BodyHashes;
import org.vidimus.policy.dns.DomainName;
import org.vidimus.policy.message.Author;
import org.vidimus.policy.message.HeaderBlock;
import org.vidimus.policy.message.HeaderField;
import org.vidimus.policy.pipeline.ConnectionFacts;
import org.vidimus.policy.pipeline.Disposition;
import org.vidimus.policy.pipeline.Envelope;
import org.vidimus.policy.pipeline.Note;
import org.vidimus.policy.pipeline.Signer;
import org.vidimus.policy.pipeline.Skip;
import org.vidimus.signer.dkim.SendmailHeader;
import org.vidimus.signer.dkim.SignatureProfile;
import org.vidimus.signer.key.DomainKey;
import org.vidimus.signer.rules.Consequence;
import org.vidimus.signer.rules.Decision;
import org.vidimus.signer.rules.Occasion;
import org.vidimus.signer.rules.PlannedSignature;
import org.vidimus.signer.rules.UnsignedReason;

/// One message from inside on its way out. Confined to its thread.
final class Outgoing implements Signer.Work {
    private static final System.Logger LOGGER = System.getLogger(Outgoing.class.getName());

    private static final String NOT_NOW = "The message cannot be signed for now";

    private final MailSigner signer;
    private final ConnectionFacts connection;
    private final Envelope envelope;
    private final Skip inside;
    private final List<Bytes> recipients = new ArrayList<>();
    private final List<Note> notes = new ArrayList<>();
    private Decision.@Nullable Outcome outcome;
    private @Nullable Signatures signatures;

    Outgoing(MailSigner signer, ConnectionFacts connection, Envelope envelope, Skip inside) {
        this.signer = signer;
        this.connection = connection;
        this.envelope = envelope;
        this.inside = inside;
    }

    @Override
    public void recipient(Bytes recipient) {
        recipients.add(recipient.compact());
    }

    @Override
    public boolean endOfHeaders(HeaderBlock header, Author author, BodyHashes bodies) {
        // Who logs in answers for what he sends, whatever way it came before.
        Optional<EarlierPass.Trace> trace =
                connection.authentication().isPresent() ? Optional.empty() : EarlierPass.of(header, author);
        if (trace.isPresent()) {
            LOGGER.log(
                    Level.DEBUG,
                    () -> "signing: from an earlier pass, " + trace.get().why());
            notes.add(new Note("unsigned-why", trace.get().why()));
            outcome = new Decision.Outcome.Unsigned(trace.get().reason());
            return false;
        }
        Occasion occasion =
                new Occasion(connection, Optional.of(inside), envelope.mailFrom(), recipients, header, author);
        Decision decision = signer.decider().decide(occasion);
        log(decision);
        outcome = decision.outcome();
        if (outcome instanceof Decision.Outcome.Sign(List<PlannedSignature> planned, List<Decision.Unusable> broken)) {
            broken.forEach(key -> unusable(key.domain(), key.why()));
            signatures =
                    Signatures.begin(settled(planned, header), header, envelope.form(), bodies, signer.ownSignatures());
        }
        return signatures != null;
    }

    /// DKS-4, and what Sendmail does to address fields after its filters.
    private List<PlannedSignature> settled(List<PlannedSignature> planned, HeaderBlock header) {
        if (!SendmailHeader.isSendmail(connection.macros().getOrDefault(MailSigner.MTA_VERSION, Bytes.EMPTY))) {
            return planned;
        }
        return planned.stream()
                .map(plan -> {
                    SignatureProfile profile = plan.profile();
                    return new PlannedSignature(
                            plan.key(),
                            plan.identity(),
                            profile.with(SendmailHeader.settled(profile.headers(), header)));
                })
                .toList();
    }

    private static void log(Decision decision) {
        LOGGER.log(
                Level.DEBUG,
                () -> "signing: "
                        + decision.steps().stream()
                                .map(step -> step.place().isEmpty() ? step.what() : step.place() + ": " + step.what())
                                .collect(Collectors.joining("; ")));
    }

    @Override
    public Signer.Signed end(Signer.Message message) {
        return switch (outcome) {
            case null -> throw new IllegalStateException("the header has not ended");
            case Decision.Outcome.Unsigned(UnsignedReason reason) -> without(reason, "", Consequence.UNSIGNED, "");
            case Decision.Outcome.Defer(UnsignedReason reason, String why) ->
                without(reason, why, Consequence.TEMPFAIL, "");
            case Decision.Outcome.Refuse(UnsignedReason reason, String why) ->
                without(reason, why, Consequence.REJECT, why);
            case Decision.Outcome.Sign _ -> sign(message);
        };
    }

    private Signer.Signed sign(Signer.Message message) {
        Consequence onUnsignable = signer.settings().onUnsignable();
        return Form.problem(message.facts())
                .map(reason -> without(
                        reason, Form.words(message.facts()), onUnsignable, Form.sentence(reason, message.facts())))
                .orElseGet(() -> finish(message.header()));
    }

    private Signer.Signed finish(HeaderBlock header) {
        Signatures.Result result = Objects.requireNonNull(signatures)
                .finish(header, signer.tasks(), signer.clock().instant());
        for (Signatures.Failed failed : result.failed()) {
            unusable(failed.key().domain(), name(failed.key()) + ": " + failed.why());
        }
        if (!result.unsigned().isEmpty() && signer.settings().onFailure() != Consequence.UNSIGNED) {
            return without(UnsignedReason.SIGNING_FAILED, "", signer.settings().onFailure(), NOT_NOW);
        }
        if (result.made().isEmpty()) {
            boolean failed = result.kept().isEmpty();
            return without(
                    failed ? UnsignedReason.SIGNING_FAILED : UnsignedReason.ALREADY_SIGNED,
                    "",
                    Consequence.UNSIGNED,
                    "");
        }
        List<HeaderField> fields = new ArrayList<>();
        for (Signatures.Made made : result.made()) {
            DomainKey key = made.key();
            fields.add(made.field());
            notes.add(new Note("signed", name(key) + ":" + key.key().algorithm().word()));
            signer.events().signed(key.domain(), key.key().algorithm());
        }
        return new Signer.Signed(fields, new Disposition.Accept(), notes);
    }

    @Override
    public Signer.Signed endUnread() {
        return without(
                UnsignedReason.HEADER_TOO_LARGE,
                "",
                signer.settings().onUnsignable(),
                "Message header too large to be signed");
    }

    /// No signature.
    ///
    /// @param why more than the reason, for the log; empty if there is no more
    /// @param sentence what the sender is told if the message is refused for good
    private Signer.Signed without(UnsignedReason reason, String why, Consequence consequence, String sentence) {
        signer.events().unsigned(reason);
        notes.add(new Note("unsigned", reason.word()));
        if (!why.isEmpty()) {
            notes.add(new Note("unsigned-why", why));
        }
        Disposition disposition = switch (consequence) {
            case UNSIGNED -> new Disposition.Accept();
            // RFC 3463 §3.8: X.7.0, other security status; X.7.1, delivery not authorized.
            case TEMPFAIL -> new Disposition.Refuse(451, "4.7.0", NOT_NOW);
            case REJECT -> new Disposition.Refuse(550, "5.7.1", sentence);
        };
        boolean marked = reason == UnsignedReason.NOT_ALLOWED
                && connection.authentication().isPresent();
        return new Signer.Signed(marked ? List.of(EarlierPass.mark()) : List.of(), disposition, notes);
    }

    private void unusable(DomainName domain, String why) {
        signer.events().keyUnusable(domain);
        notes.add(new Note("unusable-key", why));
    }

    private static String name(DomainKey key) {
        return key.domain() + ":" + key.selector();
    }

    @Override
    public void close() {
        if (signatures != null) {
            signatures.cancel();
        }
    }
}
