package org.vidimus.policy.pipeline;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The outcome of an examination.
///
/// Immutable.
///
/// @param disposition what becomes of the message; where it is refused or thrown away, the edits do not
///     matter and the lists are empty
/// @param edits the changes to the header, in the order to apply them: removals, those of one name from the
///     bottom up; then what is put below all other fields, then insertions
/// @param recipients the changes to the recipients, in any order
/// @param limits the limits that this message went over
/// @param notes what was found, for logs with names and values: `authserv-id`; `stripped`, how many fields of
///     which kind were removed as forged; `was`, the beginning of the value of each of the first three
/// @param events what the administrator's own rules did, for metrics: words of a handful
/// @param summary one line of printable ASCII for logs without: client, sender, notes, limits, decision. The
///     queue id is not in it; whoever logs has it
/// @param skip why the message was not verified; empty if it was
/// @param evidence what verifying it brought to light; empty if it was not verified, or was refused before
public record Findings(
        Disposition disposition,
        List<HeaderEdit> edits,
        List<RecipientEdit> recipients,
        Set<Limit> limits,
        List<Note> notes,
        List<String> events,
        String summary,
        Optional<Skip> skip,
        Optional<Evidence> evidence) {
    /// Copies the collections.
    public Findings {
        edits = List.copyOf(edits);
        recipients = List.copyOf(recipients);
        limits = Set.copyOf(limits);
        notes = List.copyOf(notes);
        events = List.copyOf(events);
    }
}
