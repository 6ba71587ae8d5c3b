package org.vidimus.policy.pipeline;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.vidimus.policy.authres.AuthenticationResultsHeader;
import org.vidimus.policy.authres.AuthservId;
import org.vidimus.policy.authres.ResultInfo;
import org.vidimus.policy.authres.ResultInfo.Property;
import org.vidimus.policy.base.Budgets;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.message.HeaderField;

/// One message on its way through the pipeline: header fields from the top, the end of the header, the body in
/// chunks of any size, the end. Nothing of the message is kept but what the steps need.
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

    private static final int LOGGED_OCTETS = 200;

    private final ConnectionFacts connection;
    private final Envelope envelope;
    private final Optional<AuthservId> own;
    private final Budgets budgets;
    private final List<Step> steps;
    private final Optional<Skip> skip;
    private final Map<Bytes, Integer> places = new HashMap<>();
    private final Set<Limit> limits = EnumSet.noneOf(Limit.class);
    private final boolean loginName;
    private final @Nullable Verification verification;
    private Phase phase = Phase.HEADER;
    private long headerFields;
    private long headerBytes;

    Examination(ConnectionFacts connection, Envelope envelope, Optional<AuthservId> own, Checks checks) {
        this.connection = connection;
        this.envelope = envelope;
        this.own = own;
        this.budgets = checks.budgets();
        this.steps = List.of(new StripForged(own, budgets));
        PipelineSettings settings = checks.settings();
        this.skip = settings.trust().skip(connection, settings.roles().of(connection));
        this.verification = skip.isEmpty() ? new Verification(checks, connection, envelope) : null;
        this.loginName = settings.verify().loginName();
        // Counted whatever else the header holds.
        places.put(AuthenticationResultsHeader.NAME.toLowerCaseAscii(), 0);
    }

    /// The next header field, from the top of the message.
    ///
    /// Over [Budgets#headerFields()] or [Budgets#headerBytes()] a message from outside will be refused, since
    /// what is not kept cannot be verified; forged fields are found all the same. The limit is in
    /// [Findings#limits()].
    public void header(HeaderField field) {
        require(Phase.HEADER);
        headerFields++;
        headerBytes += field.name().length() + 1 + field.value().length() + 2;
        if (headerFields > budgets.headerFields()) {
            limits.add(Limit.HEADER_FIELDS);
        }
        if (headerBytes > budgets.headerBytes()) {
            limits.add(Limit.HEADER_BYTES);
        }
        if (verification != null && limits.isEmpty()) {
            verification.header(field);
        }
        int occurrence = place(field.name().toLowerCaseAscii());
        steps.forEach(step -> step.header(field, occurrence));
    }

    /// The place of the next field with this name; 0 if there are more names than we count.
    private int place(Bytes name) {
        return places.containsKey(name) || places.size() < budgets.headerFields()
                ? places.merge(name, 1, Integer::sum)
                : 0;
    }

    /// The header is complete.
    public void endOfHeaders() {
        require(Phase.HEADER);
        phase = Phase.BODY;
        if (verification != null && limits.isEmpty()) {
            verification.endOfHeaders();
        }
    }

    /// The next part of the body, split anywhere. The array may be used again after the call.
    ///
    /// @return whether more is of use
    /// @throws IndexOutOfBoundsException if the range is not inside `chunk`
    public BodyInterest body(byte[] chunk, int offset, int length) {
        require(Phase.BODY);
        Objects.checkFromIndexSize(offset, length, chunk.length);
        return verification != null && limits.isEmpty() ? verification.body(chunk, offset, length) : BodyInterest.DONE;
    }

    /// The message is complete, with or without a body. Waits for the DNS where it has to, within the budget.
    ///
    /// @return what is to be done with it; without a name of our own, nothing is inserted
    /// @throws IllegalStateException if a check failed for a reason of our own; the message should be put off
    ///     then
    public Findings end() {
        require(Phase.BODY);
        try (this) {
            Draft draft = new Draft();
            draft.notes.add(new Note("authserv-id", own.map(AuthservId::text).orElse("unknown")));
            skip.ifPresent(why -> draft.notes.add(new Note("unverified", why.word())));
            refuseWhatIsNotRead(draft);
            steps.forEach(step -> step.conclude(draft));
            limits.addAll(draft.limits);
            if (verification != null && draft.disposition instanceof Disposition.Accept) {
                Verification.Verdict verdict = verification.end();
                draft.disposition = verdict.disposition();
                draft.notes.addAll(EvidenceNotes.of(verdict.evidence()));
                draft.evidence = Optional.of(verdict.evidence());
            }
            return new Findings(
                    draft.disposition, edits(draft), limits, draft.notes, summary(draft), skip, draft.evidence);
        }
    }

    @Override
    public void close() {
        phase = Phase.OVER;
        if (verification != null) {
            verification.close();
        }
    }

    /// A message from outside whose header is too large to be kept cannot be verified, and what cannot be
    /// verified may not pass for verified.
    private void refuseWhatIsNotRead(Draft draft) {
        if (verification != null && !limits.isEmpty()) {
            // RFC 5321 §4.2.3: 552, exceeded storage allocation; RFC 3463 §3.4: X.3.4, message too big for
            // system.
            draft.disposition = new Disposition.Refuse(552, "5.3.4", "Message header too large");
        }
    }

    /// What is said about a message: what was found out, or, if it was not verified, that its client logged in
    /// ([RFC 8601 §2.7.4](https://www.rfc-editor.org/rfc/rfc8601#section-2.7.4)).
    ///
    /// Interpretation: the name under which it logged in is half of what it takes to log in, and the field
    /// travels with the message; so it is written only where the administrator asks for it.
    private List<ResultInfo> results(Draft draft) {
        return draft.evidence
                .map(Evidence::results)
                .or(() -> connection
                        .authentication()
                        .map(proof -> loginName
                                ? ResultInfo.of(
                                        "auth",
                                        "pass",
                                        Property.of("smtp", "auth", proof.user().utf8()))
                                : ResultInfo.of("auth", "pass"))
                        .map(List::of))
                .orElse(List.of());
    }

    private List<HeaderEdit> edits(Draft draft) {
        return switch (draft.disposition) {
            case Disposition.Refuse _ -> List.of();
            case Disposition.Accept _, Disposition.Quarantine _ -> {
                List<HeaderEdit> edits = new ArrayList<>(draft.removals.reversed());
                // RFC 8601 §4: nothing checked is said with "none"; §5: ours goes on top, above the trace
                // fields.
                own.map(id -> AuthenticationResultsHeader.of(id, results(draft)).format())
                        .ifPresent(field -> edits.add(new HeaderEdit.Insert(field)));
                yield edits;
            }
        };
    }

    private String summary(Draft draft) {
        List<Note> notes = new ArrayList<>();
        notes.add(new Note(
                "client", connection.client().map(InetAddress::getHostAddress).orElse("local")));
        connection.helo().ifPresent(helo -> notes.add(new Note("helo", helo.excerpt(LOGGED_OCTETS))));
        notes.add(new Note("from", envelope.mailFrom().excerpt(LOGGED_OCTETS)));
        notes.addAll(draft.notes);
        limits.stream().sorted().forEach(limit -> notes.add(new Note("over", limit.word())));
        notes.add(
                switch (draft.disposition) {
                    case Disposition.Accept() -> new Note("verdict", "accept");
                    case Disposition.Quarantine(String reason) -> new Note("quarantine", reason);
                    case Disposition.Refuse(int code, String status, String text) ->
                        new Note("refuse", code + " " + status + " " + text);
                });
        return notes.stream().map(Note::toString).collect(Collectors.joining(" "));
    }

    private void require(Phase expected) {
        if (phase != expected) {
            throw new IllegalStateException("expected in phase " + expected + ", not in " + phase);
        }
    }
}
