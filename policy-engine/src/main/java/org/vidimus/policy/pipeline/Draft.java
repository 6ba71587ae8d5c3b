package org.vidimus.policy.pipeline;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.vidimus.policy.message.HeaderField;

/// The findings while the steps put them together. Confined to one examination.
final class Draft {
    final List<HeaderEdit.Remove> removals = new ArrayList<>();
    final Set<Limit> limits = EnumSet.noneOf(Limit.class);
    final List<Note> notes = new ArrayList<>();
    Optional<Evidence> evidence = Optional.empty();
    Disposition disposition = new Disposition.Accept();

    /// Fields to put on top, one after the other.
    final List<HeaderField> insertions = new ArrayList<>();

    /// What the signer says: its refusal goes before every other way for a message to go on.
    void take(Signer.Signed signed) {
        notes.addAll(signed.notes());
        if (signed.disposition() instanceof Disposition.Refuse) {
            disposition = signed.disposition();
        }
        insertions.addAll(signed.fields());
    }

    List<HeaderEdit> edits() {
        return switch (disposition) {
            case Disposition.Refuse _ -> List.of();
            case Disposition.Accept _, Disposition.Quarantine _ -> {
                List<HeaderEdit> edits = new ArrayList<>(removals.reversed());
                insertions.forEach(field -> edits.add(new HeaderEdit.Insert(field)));
                yield edits;
            }
        };
    }
}
