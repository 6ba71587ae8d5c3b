package org.vidimus.policy.pipeline;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.vidimus.policy.message.HeaderField;

/// The findings while the steps put them together. Confined to one examination.
final class Draft {
    final List<HeaderEdit.Remove> removals = new ArrayList<>();
    final List<RecipientEdit> recipients = new ArrayList<>();
    final Set<Limit> limits = EnumSet.noneOf(Limit.class);
    final List<Note> notes = new ArrayList<>();
    final List<String> events = new ArrayList<>();
    Optional<Evidence> evidence = Optional.empty();
    Disposition disposition = new Disposition.Accept();

    /// Fields to put on top, one after the other.
    final List<HeaderField> insertions = new ArrayList<>();

    /// Fields to put below all others, likewise.
    final List<HeaderField> appended = new ArrayList<>();

    /// What the signer says: its refusal goes before every other way for a message to go on.
    void take(Signer.Signed signed) {
        notes.addAll(signed.notes());
        if (signed.disposition() instanceof Disposition.Refuse) {
            disposition = signed.disposition();
        }
        insertions.addAll(signed.fields());
    }

    /// Whether anybody will get the message.
    boolean goesOn() {
        return switch (disposition) {
            case Disposition.Accept _, Disposition.Quarantine _ -> true;
            case Disposition.Refuse _, Disposition.Discard _ -> false;
        };
    }

    List<HeaderEdit> edits() {
        if (!goesOn()) {
            return List.of();
        }
        List<HeaderEdit> edits = new ArrayList<>(removals.reversed().stream()
                .sorted(Comparator.comparingInt(HeaderEdit.Remove::occurrence).reversed())
                .toList());
        appended.forEach(field -> edits.add(new HeaderEdit.Append(field)));
        insertions.forEach(field -> edits.add(new HeaderEdit.Insert(field)));
        return edits;
    }
}
