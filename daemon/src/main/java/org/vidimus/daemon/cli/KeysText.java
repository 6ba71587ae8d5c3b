package org.vidimus.daemon.cli;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.vidimus.policy.dns.DomainName;
import org.vidimus.signer.lifecycle.DomainState;
import org.vidimus.signer.lifecycle.Event;
import org.vidimus.signer.lifecycle.KeyKeeper;
import org.vidimus.signer.lifecycle.KeyRecord;
import org.vidimus.signer.lifecycle.ManagedKey;
import org.vidimus.signer.lifecycle.Rotation;

/// What `vidimus keys` prints, as lines and as JSON. All of it is printable ASCII: names are A-labels.
final class KeysText {
    private KeysText() {}

    /// How records are shown.
    enum RecordForm {
        /// Name, type and value, for a form to be filled in; and for a zone file.
        FULL,
        /// The value alone.
        LINE,
        /// Lines of a zone file.
        ZONE
    }

    /// An event in one line, with its record if it has one.
    static String line(Event event) {
        String record = event.record()
                .filter(_ -> event.kind() == Event.Kind.TODO)
                .map(wanted -> ": " + wanted.place() + " TXT \"" + wanted.text() + "\"")
                .orElse("");
        return head(event) + record;
    }

    private static String head(Event event) {
        return event.domain()
                + event.selector().map(selector -> " " + selector).orElse("") + ": "
                + event.kind().word() + ": "
                + event.what();
    }

    /// An event, and the record below it if somebody has to put it into the DNS.
    static List<String> lines(Event event, RecordForm form) {
        List<String> record = event.record()
                .filter(_ -> event.kind() == Event.Kind.TODO || form != RecordForm.FULL)
                .map(wanted -> lines(wanted, form))
                .orElse(List.of());
        if (form != RecordForm.FULL) {
            return record;
        }
        var lines = new ArrayList<>(List.of(head(event)));
        lines.addAll(record);
        return lines;
    }

    private static List<String> lines(KeyRecord record, RecordForm form) {
        var lines = new ArrayList<String>();
        switch (form) {
            case LINE -> lines.add(record.text());
            case ZONE -> zone(lines, record);
            case FULL -> {
                lines.add("");
                lines.add("  name:  " + record.place());
                lines.add("  type:  TXT");
                lines.add("  value: " + record.text());
                if (record.isDelegated()) {
                    lines.add("");
                    lines.add("  once, in the zone of the domain:");
                    lines.add("  name:  " + record.name());
                    lines.add("  type:  CNAME");
                    lines.add("  value: " + record.place());
                }
                lines.add("");
                lines.add("  the same for a zone file:");
                var zone = new ArrayList<String>();
                zone(zone, record);
                zone.forEach(line -> lines.add("  " + line));
                lines.add("");
            }
        }
        return lines;
    }

    private static void zone(List<String> lines, KeyRecord record) {
        if (record.isDelegated()) {
            lines.add(record.name() + ". " + record.ttl().toSeconds() + " IN CNAME " + record.place() + ".");
        }
        lines.add(record.place() + ". " + record.ttl().toSeconds() + " IN TXT (");
        List<String> strings = record.strings();
        for (int i = 0; i < strings.size(); i++) {
            lines.add("    \"" + strings.get(i) + "\"" + (i + 1 < strings.size() ? "" : " )"));
        }
    }

    static Map<String, Object> json(Event event) {
        var object = new LinkedHashMap<String, Object>();
        object.put("domain", event.domain());
        object.put("selector", event.selector());
        object.put("kind", event.kind().word());
        object.put("what", event.what());
        object.put("record", event.record().map(KeysText::json));
        return object;
    }

    private static Map<String, Object> json(KeyRecord record) {
        var object = new LinkedHashMap<String, Object>();
        object.put("name", record.name());
        object.put("place", record.place());
        object.put("type", "TXT");
        object.put("ttl", record.ttl().toSeconds());
        object.put("value", record.text());
        object.put("strings", record.strings());
        object.put("cname", record.isDelegated() ? Optional.of(record.place()) : Optional.empty());
        return object;
    }

    static Map<String, Object> json(DomainName domain, ManagedKey key, Rotation rotation) {
        var object = new LinkedHashMap<String, Object>();
        Rotation.Next next = rotation.next(key);
        object.put("domain", domain);
        object.put("selector", key.selector());
        object.put("algorithm", key.algorithm().word());
        object.put("state", key.state().word());
        object.put("since", key.sinceState());
        var times = new LinkedHashMap<String, Object>();
        key.since().forEach((state, when) -> times.put(state.word(), when));
        object.put("times", times);
        object.put("next", next.what());
        object.put("notBefore", next.when());
        return object;
    }

    static Map<String, Object> json(DomainName domain, KeyKeeper.Check check, Rotation rotation) {
        Map<String, Object> object = json(domain, check.key(), rotation);
        object.put(
                "seen",
                check.testimonies().stream()
                        .map(said -> {
                            var one = new LinkedHashMap<String, Object>();
                            one.put("resolver", said.who());
                            one.put("sight", said.sight().word());
                            one.put("detail", said.detail());
                            return one;
                        })
                        .toList());
        return object;
    }

    /// The keys as a table.
    static List<String> table(List<DomainState> domains, Rotation rotation) {
        var rows = new ArrayList<List<String>>();
        rows.add(List.of("DOMAIN", "SELECTOR", "ALGORITHM", "STATE", "SINCE", "NEXT"));
        for (DomainState state : domains) {
            for (ManagedKey key : state.keys()) {
                Rotation.Next next = rotation.next(key);
                rows.add(List.of(
                        state.domain().toString(),
                        key.selector().toString(),
                        key.algorithm().word(),
                        key.state().word(),
                        key.sinceState().toString(),
                        next.what() + next.when().map(KeysText::when).orElse("")));
            }
        }
        int[] widths = IntStream.range(0, 6)
                .map(column -> rows.stream()
                        .mapToInt(row -> row.get(column).length())
                        .max()
                        .orElse(0))
                .toArray();
        return rows.stream()
                .map(row -> {
                    var line = new StringBuilder();
                    for (int column = 0; column < 6; column++) {
                        String cell = row.get(column);
                        line.append(cell).append(" ".repeat(widths[column] - cell.length() + 2));
                    }
                    return line.toString().stripTrailing();
                })
                .toList();
    }

    private static String when(Instant when) {
        return " from " + when;
    }
}
