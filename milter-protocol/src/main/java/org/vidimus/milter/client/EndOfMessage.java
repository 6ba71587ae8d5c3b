package org.vidimus.milter.client;

import java.util.List;
import org.vidimus.milter.wire.Reply;

/// A filter's answer to the end of a message.
///
/// @param edits what it asked to change, in its order; [Mail#edit] applies them. On Postfix a quarantine asked
///     for earlier in the message comes first.
/// @param response what becomes of the message
public record EndOfMessage(List<Reply.Edit> edits, MilterResponse response) {
    /// Copies the list.
    public EndOfMessage {
        edits = List.copyOf(edits);
    }
}
