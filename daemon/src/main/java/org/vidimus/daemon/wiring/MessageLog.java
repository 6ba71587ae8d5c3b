package org.vidimus.daemon.wiring;

import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;
import org.vidimus.daemon.text.NetworkText;
import org.vidimus.milter.wire.Bytes;
import org.vidimus.policy.message.HeaderField;
import org.vidimus.policy.pipeline.Disposition;
import org.vidimus.policy.pipeline.Findings;
import org.vidimus.policy.pipeline.HeaderEdit;
import org.vidimus.policy.pipeline.Limit;
import org.vidimus.policy.pipeline.Note;
import org.vidimus.policy.pipeline.RecipientEdit;

/// Writes the one line that the log has for each message.
final class MessageLog {
    private static final Logger LOG = LoggerFactory.getLogger(MilterAdapter.class);

    private MessageLog() {}

    /// Where a message came from.
    ///
    /// @param recipients how many
    record Origin(
            Optional<String> queueId,
            Optional<InetAddress> client,
            Optional<Bytes> helo,
            Bytes sender,
            int recipients) {}

    /// @param mayQuarantine whether the MTA can hold mail
    static void write(Origin origin, Findings findings, boolean mayQuarantine) {
        LoggingEventBuilder line = LOG.atInfo()
                .addKeyValue("queue-id", origin.queueId().orElse("-"))
                .addKeyValue(
                        "client",
                        origin.client().map(InetAddress::getHostAddress).orElse("local"))
                .addKeyValue("helo", origin.helo().map(MessageLog::text).orElse("-"))
                .addKeyValue("from", text(origin.sender()))
                .addKeyValue("rcpts", origin.recipients());
        line = switch (findings.disposition()) {
            case Disposition.Accept() -> line.addKeyValue("verdict", "accept");
            case Disposition.Quarantine(String reason) ->
                line.addKeyValue("verdict", mayQuarantine ? "quarantine" : "quarantine-not-offered")
                        .addKeyValue("reason", reason);
            case Disposition.Discard(String reason) ->
                line.addKeyValue("verdict", "discard").addKeyValue("reason", reason);
            case Disposition.Refuse refuse ->
                line.addKeyValue("verdict", "refuse").addKeyValue("reply", NetworkText.escape(refuse.line()));
        };
        if (!findings.edits().isEmpty()) {
            line = line.addKeyValue("edits", edits(findings));
        }
        if (!findings.recipients().isEmpty()) {
            line = line.addKeyValue("recipient-edits", recipients(findings));
        }
        if (!findings.limits().isEmpty()) {
            line = line.addKeyValue(
                    "over", findings.limits().stream().sorted().map(Limit::word).toList());
        }
        for (Map.Entry<String, List<String>> note : notes(findings).entrySet()) {
            List<String> values = note.getValue();
            line = line.addKeyValue(note.getKey(), values.size() == 1 ? values.getFirst() : values);
        }
        line.log("message");
        findings.notes().stream()
                .filter(note -> note.name().equals("script-fault"))
                .forEach(note -> LOG.atWarn()
                        .addKeyValue("queue-id", origin.queueId().orElse("-"))
                        .addKeyValue("at", note.value())
                        .log("the policy script broke off; the message goes its way without it"));
    }

    private static Map<String, List<String>> notes(Findings findings) {
        return findings.notes().stream()
                .collect(Collectors.groupingBy(
                        Note::name, LinkedHashMap::new, Collectors.mapping(Note::value, Collectors.toList())));
    }

    private static List<String> edits(Findings findings) {
        return findings.edits().stream()
                .map(edit -> switch (edit) {
                    case HeaderEdit.Remove(var name, int occurrence) ->
                        "remove:" + NetworkText.decode(name.toArray()) + ":" + occurrence;
                    case HeaderEdit.Insert(HeaderField field) ->
                        "insert:" + NetworkText.decode(field.name().toArray());
                    case HeaderEdit.Append(HeaderField field) ->
                        "append:" + NetworkText.decode(field.name().toArray());
                })
                .toList();
    }

    private static List<String> recipients(Findings findings) {
        return findings.recipients().stream()
                .map(edit -> switch (edit) {
                    case RecipientEdit.Add(var address) -> "add:" + NetworkText.decode(address.toArray());
                    case RecipientEdit.Delete(var address) -> "delete:" + NetworkText.decode(address.toArray());
                })
                .toList();
    }

    private static String text(Bytes octets) {
        return NetworkText.decode(octets.toArray());
    }
}
