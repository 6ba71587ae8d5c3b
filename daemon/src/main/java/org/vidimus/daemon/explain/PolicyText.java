package org.vidimus.daemon.explain;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.vidimus.daemon.text.NetworkText;
import org.vidimus.policy.authres.AuthenticationResultsHeader;
import org.vidimus.policy.message.HeaderField;
import org.vidimus.policy.pipeline.Findings;
import org.vidimus.policy.pipeline.HeaderEdit;
import org.vidimus.policy.pipeline.Note;
import org.vidimus.policy.pipeline.RecipientEdit;
import org.vidimus.policy.sieve.run.SieveOutcome;
import org.vidimus.policy.sieve.run.TraceLine;

/// What the administrator's script did with a message.
final class PolicyText {
    private static final int PLACE = 10;

    private PolicyText() {}

    static void describe(Page page, SieveOutcome run, Findings findings) {
        page.heading("POLICY");
        for (TraceLine line : run.trace()) {
            String place = line.at().line() + ":" + line.at().column();
            String said = line.outcome()
                    .map(outcome -> outcome ? ": true" : ": false")
                    .orElse("");
            page.entry(1, PLACE, Span.plain(place), Span.plain(NetworkText.escape(line.name()) + said));
        }
        run.fault()
                .ifPresent(fault -> page.text(
                        1, new Span(Style.BAD, "broke off"), Span.plain(": " + NetworkText.escape(fault.toString()))));
        notes(findings).forEach(note -> page.point(1, Span.plain(note.name() + " " + note.value())));
        changes(findings).forEach(change -> page.point(1, Span.plain(change)));
        if (run.actions().isEmpty()) {
            page.text(1, Span.plain("no action: what becomes of the message is left as it was"));
        }
    }

    /// For programs.
    static Map<String, Object> json(SieveOutcome run, Findings findings) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put(
                "actions",
                notes(findings).stream()
                        .filter(note -> note.name().equals("script"))
                        .map(Note::value)
                        .toList());
        object.put(
                "log",
                notes(findings).stream()
                        .filter(note -> note.name().equals("script-log"))
                        .map(Note::value)
                        .toList());
        object.put("fault", run.fault().map(SieveOutcome.Fault::toString));
        object.put("changes", changes(findings));
        return object;
    }

    private static List<Note> notes(Findings findings) {
        return findings.notes().stream()
                .filter(note -> note.name().startsWith("script"))
                .filter(note -> !note.name().equals("script-fault"))
                .toList();
    }

    /// What would be different about the message, our own field not counted.
    static List<String> changes(Findings findings) {
        List<String> changes = new ArrayList<>();
        for (HeaderEdit edit : findings.edits()) {
            switch (edit) {
                case HeaderEdit.Remove(var name, int occurrence) ->
                    changes.add("removes " + name + " no. " + occurrence);
                case HeaderEdit.Insert(HeaderField field) -> {
                    if (!field.name().equals(AuthenticationResultsHeader.NAME)) {
                        changes.add("adds " + field.name() + ":" + field.value());
                    }
                }
                case HeaderEdit.Append(HeaderField field) ->
                    changes.add("adds at the end " + field.name() + ":" + field.value());
            }
        }
        for (RecipientEdit edit : findings.recipients()) {
            changes.add(
                    switch (edit) {
                        case RecipientEdit.Add(var address) -> "adds the recipient " + address;
                        case RecipientEdit.Delete(var address) -> "takes the recipient " + address + " off";
                    });
        }
        return changes;
    }
}
