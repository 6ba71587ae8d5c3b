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
    private final List<ResultInfo> results;
    private Phase phase = Phase.HEADER;
    private long headerFields;
    private long headerBytes;

    Examination(
            ConnectionFacts connection,
            Envelope envelope,
            Optional<AuthservId> own,
            PipelineSettings settings,
            Budgets budgets) {
        this.connection = connection;
        this.envelope = envelope;
        this.own = own;
        this.budgets = budgets;
        this.steps = List.of(new StripForged(own, budgets));
        this.skip = settings.trust().skip(connection, settings.roles().of(connection));
        this.results = results(settings.verify());
        // Counted whatever else the header holds.
        places.put(AuthenticationResultsHeader.NAME.toLowerCaseAscii(), 0);
    }

    /// The next header field, from the top of the message.
    ///
    /// Over [Budgets#headerFields()] or [Budgets#headerBytes()] the field is examined all the same, and the
    /// limit is in [Findings#limits()].
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
    }

    /// The next part of the body, split anywhere. The array may be used again after the call.
    ///
    /// @return whether more is of use
    /// @throws IndexOutOfBoundsException if the range is not inside `chunk`
    public BodyInterest body(byte[] chunk, int offset, int length) {
        require(Phase.BODY);
        Objects.checkFromIndexSize(offset, length, chunk.length);
        return BodyInterest.DONE;
    }

    /// The message is complete, with or without a body.
    ///
    /// @return what is to be done with it; without a name of our own, nothing is inserted
    public Findings end() {
        require(Phase.BODY);
        phase = Phase.OVER;
        Draft draft = new Draft();
        draft.notes.add(new Note("authserv-id", own.map(AuthservId::text).orElse("unknown")));
        skip.ifPresent(why -> draft.notes.add(new Note("unverified", why.word())));
        steps.forEach(step -> step.conclude(draft));
        limits.addAll(draft.limits);
        return new Findings(
                draft.disposition, edits(draft), limits, draft.notes, summary(draft), skip, Optional.empty());
    }

    @Override
    public void close() {
        phase = Phase.OVER;
    }

    /// What is said about a message that is not verified: that its client logged in, if it did ([RFC 8601
    /// §2.7.4](https://www.rfc-editor.org/rfc/rfc8601#section-2.7.4)).
    ///
    /// Interpretation: the name under which it logged in is half of what it takes to log in, and the field
    /// travels with the message; so it is written only where the administrator asks for it.
    private List<ResultInfo> results(VerifySettings verify) {
        return connection
                .authentication()
                .map(proof -> verify.loginName()
                        ? ResultInfo.of(
                                "auth",
                                "pass",
                                Property.of("smtp", "auth", proof.user().utf8()))
                        : ResultInfo.of("auth", "pass"))
                .map(List::of)
                .orElse(List.of());
    }

    private List<HeaderEdit> edits(Draft draft) {
        return switch (draft.disposition) {
            case Disposition.Refuse _ -> List.of();
            case Disposition.Accept _, Disposition.Quarantine _ -> {
                List<HeaderEdit> edits = new ArrayList<>(draft.removals.reversed());
                // RFC 8601 §4: nothing checked is said with "none"; §5: ours goes on top, above the trace
                // fields.
                own.map(id -> AuthenticationResultsHeader.of(id, results).format())
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
