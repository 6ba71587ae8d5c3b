package org.vidimus.policy.pipeline;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The outcome of an examination.
///
/// Immutable.
///
/// @param disposition what becomes of the message; where it is refused, the edits do not matter and the list is
///     empty
/// @param edits the changes to the header, in the order to apply them: removals from the bottom up, then
///     insertions
/// @param limits the limits that this message went over
/// @param notes what was found, for logs with names and values: `authserv-id`; `stripped`, how many fields of
///     which kind were removed as forged; `was`, the beginning of the value of each of the first three
/// @param summary one line of printable ASCII for logs without: client, sender, notes, limits, decision. The
///     queue id is not in it; whoever logs has it
/// @param skip why the message was not verified; empty if it was
/// @param evidence what verifying it brought to light; empty if it was not verified, or was refused before
public record Findings(
        Disposition disposition,
        List<HeaderEdit> edits,
        Set<Limit> limits,
        List<Note> notes,
        String summary,
        Optional<Skip> skip,
        Optional<Evidence> evidence) {
    /// Copies the collections.
    public Findings {
        edits = List.copyOf(edits);
        limits = Set.copyOf(limits);
        notes = List.copyOf(notes);
    }
}
