package org.vidimus.policy.pipeline;

import java.util.List;
import java.util.Optional;

/// What a [LocalPolicy] makes of a message.
///
/// Immutable.
///
/// @param decision what becomes of it; empty where that is left as it was proposed
/// @param edits changes to the header; [HeaderEdit.Insert] puts a field below those that this filter adds
///     itself. What would pass for a field of ours is not done, and noted as `script-ignored`
/// @param folders where those who deliver are to file it, in a field X-Vidimus-Fileinto each: printable, in
///     UTF-8
/// @param recipients changes to the recipients
/// @param notes for the log
/// @param events what happened, for metrics: words with a handful of values
public record Ruling(
        Optional<Decision> decision,
        List<HeaderEdit> edits,
        List<String> folders,
        List<RecipientEdit> recipients,
        List<Note> notes,
        List<String> events) {
    /// The message goes its way as if there were no policy.
    public static final Ruling NONE =
            new Ruling(Optional.empty(), List.of(), List.of(), List.of(), List.of(), List.of());

    /// Copies the lists.
    public Ruling {
        edits = List.copyOf(edits);
        folders = List.copyOf(folders);
        recipients = List.copyOf(recipients);
        notes = List.copyOf(notes);
        events = List.copyOf(events);
    }

    /// A decision.
    ///
    /// @param disposition what becomes of the message, also where DMARC or SPF led to something else
    /// @param why which rule decided, for reports and for our Authentication-Results field: printable ASCII
    public record Decision(Disposition disposition, String why) {}
}
