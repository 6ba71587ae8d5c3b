package org.vidimus.policy.pipeline;

import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.vidimus.policy.arc.ArcResult;
import org.vidimus.policy.authres.AuthenticationResultsHeader;
import org.vidimus.policy.authres.AuthservId;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.message.Author;
import org.vidimus.policy.message.HeaderBlock;
import org.vidimus.policy.message.HeaderField;
import org.vidimus.policy.message.MessageFacts;

/// One message on its way through the pipeline: recipients, header fields from the top, the end of the header,
/// the body in chunks of any size, the end. Nothing of the message is kept but what the steps need.
///
/// Calls out of that order are a mistake of the caller and throw [IllegalStateException]. No message does.
///
/// Closing it gives up whatever still runs for it; after [#end()] nothing does. It may be closed at any time,
/// and more than once.
///
/// Confined to one thread at a time.
public final class Examination implements AutoCloseable {
    private enum Phase {
        HEADER,
        BODY,
        OVER
    }

    private final ConnectionFacts connection;
    private final Envelope envelope;
    private final Optional<AuthservId> own;
    private final List<Step> steps;
    private final Optional<Skip> skip;
    private final Set<Limit> limits = EnumSet.noneOf(Limit.class);
    private final HeaderCount count;
    private final boolean loginName;
    private final @Nullable Verification verification;
    private final @Nullable Signing signing;
    private final @Nullable Policing policing;
    private @Nullable Content content;
    private Phase phase = Phase.HEADER;

    Examination(
            ConnectionFacts connection, Envelope envelope, Optional<AuthservId> own, Checks checks, Outward outward) {
        Signer signer = outward.signer();
        LocalPolicy policy = outward.policy().get();
        this.connection = connection;
        this.envelope = envelope;
        this.own = own;
        this.steps = List.of(
                new StripForged(own, checks.budgets()),
                new OwnFields(
                        OwnFields.written(checks.settings().overrides(), policy),
                        checks.budgets().forgedFields()));
        this.count = new HeaderCount(checks.budgets(), limits);
        PipelineSettings settings = checks.settings();
        // A door of mail from outside signs nothing, whoever comes by it.
        boolean signs = settings.roles().of(connection) != Role.VERIFY;
        this.skip = settings.trust()
                .skip(connection, settings.roles().of(connection))
                .or(() -> signs && signer.claims(connection) ? Optional.of(Skip.SIGNER_RULE) : Optional.empty());
        this.signing = signer.begin(connection, envelope, signs ? skip : Optional.empty())
                .map(work -> new Signing(work, checks, envelope, skip.isEmpty()))
                .orElse(null);
        this.verification = skip.isEmpty() ? new Verification(checks, connection, envelope) : null;
        this.policing = policy.isAsked() ? new Policing(policy, checks, connection, envelope) : null;
        this.content = verification != null || signing != null || policing != null
                ? new Content(envelope, Optional.ofNullable(policing).map(Policing::body))
                : null;
        this.loginName = settings.verify().loginName();
    }

    /// The next recipient, as the MTA hands it over, before the header. Over
    /// [org.vidimus.policy.base.Budgets#recipients()] they are not kept, which is in [Findings#limits()].
    public void recipient(Bytes recipient) {
        require(Phase.HEADER);
        boolean room = signing == null || signing.recipient(recipient);
        room &= policing == null || policing.recipient(recipient);
        if (!room) {
            limits.add(Limit.RECIPIENTS);
        }
    }

    /// The next header field, from the top of the message.
    ///
    /// Over [org.vidimus.policy.base.Budgets#headerFields()] or
    /// [org.vidimus.policy.base.Budgets#headerBytes()] a message from outside will be refused, since what is
    /// not kept cannot be verified, and one from inside cannot be signed; forged fields are found all the
    /// same. The limit is in [Findings#limits()].
    public void header(HeaderField field) {
        require(Phase.HEADER);
        int occurrence = count.place(field);
        if (count.isOver()) {
            content = null;
        } else if (content != null) {
            content.header(field);
            if (policing != null) {
                policing.header(field);
            }
        }
        steps.forEach(step -> step.header(field, occurrence));
    }

    /// The header is complete.
    public void endOfHeaders() {
        require(Phase.HEADER);
        phase = Phase.BODY;
        if (content != null) {
            HeaderBlock header = content.received();
            Author author = Author.of(header);
            if (verification != null) {
                verification.begin(header, author, content.bodies());
            }
            if (signing != null) {
                signing.begin(header, author, content);
            }
        }
    }

    /// The next part of the body, split anywhere. The array may be used again after the call.
    ///
    /// @return whether more is of use
    /// @throws IndexOutOfBoundsException if the range is not inside `chunk`
    public BodyInterest body(byte[] chunk, int offset, int length) {
        require(Phase.BODY);
        Objects.checkFromIndexSize(offset, length, chunk.length);
        return content != null ? content.body(chunk, offset, length) : BodyInterest.DONE;
    }

    /// What the MTA calls the message, where it says so; at any time before the end.
    public void queueId(Bytes id) {
        if (policing != null) {
            policing.queueId(id);
        }
    }

    /// The message is complete, with or without a body. Waits for the DNS where it has to, within the budget,
    /// and signs.
    ///
    /// @return what is to be done with it; without a name of our own, no results are inserted
    /// @throws IllegalStateException if a check failed for a reason of our own; the message should be put off
    ///     then, as for every exception of the signer
    public Findings end() {
        require(Phase.BODY);
        try (this) {
            Draft draft = new Draft();
            draft.notes.add(new Note("authserv-id", own.map(AuthservId::text).orElse("unknown")));
            skip.ifPresent(why -> draft.notes.add(new Note("unverified", why.word())));
            refuseWhatIsNotRead(draft);
            steps.forEach(step -> step.conclude(draft));
            // What is refused up to here is refused, whatever anybody's rules say.
            boolean refused = !draft.goesOn();
            Optional<MessageFacts> facts = Optional.ofNullable(content).map(Content::finish);
            if (verification != null && facts.isPresent() && !refused) {
                Verification.Verdict verdict = verification.end(facts.get());
                draft.disposition = verdict.disposition();
                draft.notes.addAll(EvidenceNotes.of(verdict.evidence()));
                draft.evidence = Optional.of(verdict.evidence());
            }
            if (policing != null && content != null && !refused) {
                policing.conclude(draft, content, own, skip);
            }
            if (draft.goesOn()) {
                conclude(draft, facts);
            }
            limits.addAll(draft.limits);
            String summary = Summary.of(connection, envelope, draft, limits);
            return new Findings(
                    draft.disposition,
                    draft.edits(),
                    draft.goesOn() ? draft.recipients : List.of(),
                    limits,
                    draft.notes,
                    draft.events,
                    summary,
                    skip,
                    draft.evidence);
        }
    }

    /// What is put into a message that goes on.
    private void conclude(Draft draft, Optional<MessageFacts> facts) {
        Optional<ArcResult> chain = draft.evidence
                .map(Evidence::arc)
                .or(() -> Optional.ofNullable(signing).flatMap(Signing::chain));
        // RFC 8601 §4: nothing checked is said with "none"; §5: ours goes on top, above the trace fields.
        Optional<AuthenticationResultsHeader> results = own.map(id -> AuthenticationResultsHeader.of(
                id,
                draft.evidence
                        .map(Evidence::results)
                        .orElseGet(() -> Statements.ofUnverified(connection, chain, loginName))));
        Optional<HeaderField> top = results.map(AuthenticationResultsHeader::format);
        draft.evidence
                .flatMap(Evidence::rule)
                .filter(rule -> rule.action() == OverrideAction.TAG)
                .ifPresent(rule -> draft.insertions.add(OwnFields.tag(rule)));
        top.ifPresent(draft.insertions::add);
        if (signing != null) {
            Content kept = content;
            Signer.Signed signed = kept != null && facts.isPresent()
                    ? signing.end(new Signer.Message(kept.edited(draft), facts.get(), results, chain, draft.evidence))
                    : signing.endUnread();
            draft.take(signed);
        }
    }

    @Override
    public void close() {
        if (phase == Phase.OVER) {
            return;
        }
        phase = Phase.OVER;
        if (verification != null) {
            verification.close();
        }
        if (signing != null) {
            signing.close();
        }
    }

    /// A message from outside whose header is too large to be kept cannot be verified, and what cannot be
    /// verified may not pass for verified. Nor may it pass by rules that could not look at it.
    private void refuseWhatIsNotRead(Draft draft) {
        if ((verification != null || policing != null) && count.isOver()) {
            // RFC 5321 §4.2.3: 552, exceeded storage allocation; RFC 3463 §3.4: X.3.4, message too big for
            // system.
            draft.disposition = new Disposition.Refuse(552, "5.3.4", "Message header too large");
        }
    }

    private void require(Phase expected) {
        if (phase != expected) {
            throw new IllegalStateException("expected in phase " + expected + ", not in " + phase);
        }
    }
}
