package org.vidimus.daemon.probe;

import java.util.List;
import org.vidimus.milter.client.Mail;
import org.vidimus.milter.client.MilterResponse;
import org.vidimus.milter.net.MilterSocket;
import org.vidimus.milter.wire.Reply;

/// What became of a message. Immutable.
///
/// @param verdict the answer that decided: of the first filter that did not let the message pass, or Continue
/// @param filters what each filter did, in the order of the chain
/// @param mail the message after all edits; what would be delivered if the verdict lets it pass
public record Sent(MilterResponse verdict, List<Report> filters, Mail mail) {
    public Sent {
        filters = List.copyOf(filters);
    }

    /// What one filter did.
    ///
    /// @param socket where it listens
    /// @param answers what it answered to events before the end of the message, where that was not Continue
    /// @param edits what it changed, in its order
    /// @param remarks what an MTA would log against it
    public record Report(MilterSocket socket, List<Answer> answers, List<Reply.Edit> edits, List<String> remarks) {
        public Report {
            answers = List.copyOf(answers);
            edits = List.copyOf(edits);
            remarks = List.copyOf(remarks);
        }
    }

    /// An answer to one event.
    ///
    /// @param event such as `RCPT <a@example.com>`, escaped
    public record Answer(String event, MilterResponse response) {}

    /// Whether every filter did its part: the message got a verdict, be it a refusal.
    public boolean handled() {
        return !(verdict instanceof MilterResponse.Broken);
    }
}
