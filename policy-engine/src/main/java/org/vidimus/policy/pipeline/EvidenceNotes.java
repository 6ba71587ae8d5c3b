package org.vidimus.policy.pipeline;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.vidimus.policy.arc.ArcResult;
import org.vidimus.policy.dkim.DkimResult;
import org.vidimus.policy.dmarc.DmarcResult;
import org.vidimus.policy.dns.DomainName;
import org.vidimus.policy.spf.SpfIdentity;
import org.vidimus.policy.spf.SpfResult;

/// Evidence as notes for the log: a word each, with the names that matter behind it.
final class EvidenceNotes {
    private EvidenceNotes() {}

    static List<Note> of(Evidence evidence) {
        List<Note> notes = new ArrayList<>();
        evidence.spf().forEach(result -> notes.add(note(result)));
        evidence.iprev()
                .ifPresent(iprev -> notes.add(new Note(
                        "iprev", words(iprev.status().word(), iprev.name().map(DomainName::toString)))));
        evidence.dkim().forEach(result -> notes.add(note(result)));
        if (evidence.dkim().isEmpty()) {
            notes.add(new Note("dkim", "none"));
        }
        if (evidence.arc().status() != ArcResult.Status.NONE) {
            notes.add(new Note("arc", evidence.arc().status().word()));
        }
        DmarcResult dmarc = evidence.dmarc();
        notes.add(new Note(
                "dmarc", words(dmarc.status().word(), dmarc.fromDomain().map(DomainName::toString))));
        dmarc.requested().ifPresent(policy -> notes.add(new Note("policy", policy.word())));
        if (!evidence.facts().words().isEmpty()) {
            notes.add(new Note("facts", String.join(",", evidence.facts().words())));
        }
        notes.add(new Note("why", evidence.decision()));
        return notes;
    }

    private static Note note(SpfResult result) {
        String name = result.identity() == SpfIdentity.HELO ? "spf-helo" : "spf";
        return new Note(name, words(result.verdict().word(), result.domain().map(DomainName::toString)));
    }

    private static Note note(DkimResult result) {
        return new Note(
                "dkim", words(result.verdict().word(), result.domain().map(DomainName::toString), result.selector()));
    }

    @SafeVarargs
    private static String words(String word, Optional<String>... more) {
        StringBuilder words = new StringBuilder(word);
        for (Optional<String> one : more) {
            one.ifPresent(text -> words.append(':').append(text));
        }
        return words.toString();
    }
}
