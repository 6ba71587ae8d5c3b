package org.vidimus.daemon.probe;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.vidimus.daemon.text.Json;
import org.vidimus.daemon.text.NetworkText;
import org.vidimus.milter.client.Envelope;
import org.vidimus.milter.client.Mail;
import org.vidimus.milter.client.MilterResponse;
import org.vidimus.milter.wire.SmtpReply;

/// Shows what became of a message, to people or to programs.
public final class SentText {
    private SentText() {}

    /// Lines for people: what each filter did, the verdict, and the message as it would be delivered.
    ///
    /// @param name what the message is called, such as its file
    public static List<String> lines(String name, Sent sent) {
        var lines = new ArrayList<String>();
        lines.add("message " + name);
        for (Sent.Report filter : sent.filters()) {
            lines.add("filter " + filter.socket());
            filter.answers().forEach(answer -> lines.add("  " + answer.event() + ": " + response(answer.response())));
            filter.edits().forEach(edit -> lines.add("  " + WireText.edit(edit)));
            filter.remarks().forEach(remark -> lines.add("  remark: " + NetworkText.escape(remark)));
            if (filter.answers().isEmpty() && filter.edits().isEmpty()) {
                lines.add("  no changes");
            }
        }
        lines.add("verdict " + response(sent.verdict()));
        if (sent.verdict().letsPass()) {
            delivered(sent.mail(), lines);
        }
        return lines;
    }

    private static void delivered(Mail mail, List<String> lines) {
        lines.add("from " + WireText.shown(mail.envelope().sender()));
        for (Envelope.Recipient recipient : mail.envelope().recipients()) {
            lines.add("to " + WireText.shown(recipient.address()));
        }
        mail.held().ifPresent(why -> lines.add("held " + WireText.shown(why)));
        lines.add("");
        String text = NetworkText.decode(mail.toOctets());
        text.lines()
                .map(line -> line.endsWith("\r") ? line.substring(0, line.length() - 1) : line)
                // Tabs and backslashes are common in mail and do no harm on a terminal.
                .map(line -> NetworkText.escape(line).replace("\\t", "\t").replace("\\\\", "\\"))
                .forEach(lines::add);
    }

    /// One JSON object with the same.
    public static String json(String name, Sent sent) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("message", name);
        object.put("handled", sent.handled());
        putResponse(object, sent.verdict());
        object.put("filters", sent.filters().stream().map(SentText::map).toList());
        if (sent.verdict().letsPass()) {
            object.put("from", WireText.text(sent.mail().envelope().sender()));
            object.put(
                    "to",
                    sent.mail().envelope().recipients().stream()
                            .map(Envelope.Recipient::address)
                            .map(WireText::text)
                            .toList());
            sent.mail().held().ifPresent(why -> object.put("held", WireText.text(why)));
            object.put("delivered", NetworkText.decode(sent.mail().toOctets()));
        }
        return Json.of(object);
    }

    private static Map<String, Object> map(Sent.Report filter) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("socket", filter.socket());
        object.put(
                "answers",
                filter.answers().stream()
                        .map(answer -> {
                            Map<String, Object> one = new LinkedHashMap<>();
                            one.put("event", answer.event());
                            putResponse(one, answer.response());
                            return one;
                        })
                        .toList());
        object.put("edits", filter.edits().stream().map(WireText::edit).toList());
        object.put("remarks", filter.remarks());
        return object;
    }

    private static void putResponse(Map<String, Object> object, MilterResponse response) {
        object.put("verdict", word(response));
        response.smtpReply().ifPresent(reply -> object.put("reply", reply.toString()));
        if (response instanceof MilterResponse.Broken(var _, String why)) {
            object.put("why", why);
        }
    }

    private static String response(MilterResponse response) {
        String why =
                response instanceof MilterResponse.Broken(var _, String cause) ? ": " + NetworkText.escape(cause) : "";
        return word(response)
                + why
                + response.smtpReply()
                        .map(SmtpReply::toString)
                        .map(reply -> ": " + NetworkText.escape(reply))
                        .orElse("");
    }

    static String word(MilterResponse response) {
        return switch (response) {
            case MilterResponse.Continue _ -> "continue";
            case MilterResponse.Accept _ -> "accept";
            case MilterResponse.Reject _ -> "reject";
            case MilterResponse.Tempfail _ -> "tempfail";
            case MilterResponse.Discard _ -> "discard";
            case MilterResponse.Skip _ -> "skip";
            case MilterResponse.Shutdown _ -> "shutdown";
            case MilterResponse.Broken _ -> "failed";
        };
    }
}
