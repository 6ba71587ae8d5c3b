package org.vidimus.policy.pipeline;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.dkim.BodyHashes;
import org.vidimus.policy.message.FactsCollector;
import org.vidimus.policy.message.HeaderBlock;
import org.vidimus.policy.message.HeaderField;
import org.vidimus.policy.message.MessageFacts;

/// What is kept of one message, once for those who verify it and those who sign it: its header, the hashes of
/// its body, and what is irregular about its form.
///
/// Confined to the thread that feeds the examination.
final class Content {
    private final List<HeaderField> fields = new ArrayList<>();
    private final FactsCollector facts;
    private final BodyHashes bodies = new BodyHashes();
    private final Optional<KeptBody> kept;
    private boolean bodyForm;

    /// A place in the header, as [HeaderEdit.Remove] names it.
    private record Place(Bytes name, int occurrence) {}

    /// @param kept takes the body, if somebody wants to read it
    Content(Envelope envelope, Optional<KeptBody> kept) {
        this.facts = new FactsCollector(envelope.form(), envelope.lineEnds());
        this.kept = kept;
    }

    void header(HeaderField field) {
        fields.add(field);
        facts.field(field);
    }

    /// The header as received.
    HeaderBlock received() {
        return HeaderBlock.of(fields);
    }

    /// What is left of the header without what is removed, each field with its place as received.
    List<HeaderBlock.Entry> remaining(List<HeaderEdit.Remove> removals) {
        Set<Place> removed = new HashSet<>();
        removals.forEach(edit -> removed.add(new Place(edit.name().toLowerCaseAscii(), edit.occurrence())));
        return received().entries().stream()
                .filter(entry ->
                        !removed.contains(new Place(entry.field().name().toLowerCaseAscii(), entry.occurrence())))
                .toList();
    }

    /// The header as it goes on.
    HeaderBlock edited(Draft draft) {
        List<HeaderField> edited = new ArrayList<>(fields.size() + draft.insertions.size() + draft.appended.size());
        edited.addAll(draft.insertions.reversed());
        remaining(draft.removals).forEach(entry -> edited.add(entry.field()));
        edited.addAll(draft.appended);
        return HeaderBlock.of(edited);
    }

    BodyHashes bodies() {
        return bodies;
    }

    /// From now on the form of the body is looked at too: of all of it.
    void lookAtBody() {
        bodyForm = true;
    }

    BodyInterest body(byte[] chunk, int offset, int length) {
        if (bodyForm) {
            facts.body(chunk, offset, length);
        }
        kept.ifPresent(body -> body.add(chunk, offset, length));
        return bodies.update(chunk, offset, length) || bodyForm || kept.isPresent()
                ? BodyInterest.MORE
                : BodyInterest.DONE;
    }

    /// The body has ended.
    MessageFacts finish() {
        bodies.finish();
        return facts.finish();
    }
}
