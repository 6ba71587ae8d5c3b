package org.vidimus.policy.pipeline;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.vidimus.policy.base.Bytes;

/// Findings in one line, for logs that know no names and values.
final class Summary {
    private static final int LOGGED_OCTETS = 200;

    private Summary() {}

    static String of(ConnectionFacts connection, Envelope envelope, Draft draft, Set<Limit> limits) {
        List<Note> notes = new ArrayList<>();
        notes.add(new Note(
                "client", connection.client().map(InetAddress::getHostAddress).orElse("local")));
        connection.helo().ifPresent(helo -> notes.add(new Note("helo", helo.excerpt(LOGGED_OCTETS))));
        notes.add(new Note("from", envelope.mailFrom().excerpt(LOGGED_OCTETS)));
        notes.addAll(draft.notes);
        limits.stream().sorted().forEach(limit -> notes.add(new Note("over", limit.word())));
        notes.add(
                switch (draft.disposition) {
                    case Disposition.Accept() -> new Note("verdict", "accept");
                    case Disposition.Quarantine(String reason) -> new Note("quarantine", reason);
                    case Disposition.Discard(String reason) -> new Note("discard", reason);
                    case Disposition.Refuse refuse ->
                        new Note("refuse", Bytes.utf8(refuse.line()).toString());
                });
        return notes.stream().map(Note::toString).collect(Collectors.joining(" "));
    }
}
