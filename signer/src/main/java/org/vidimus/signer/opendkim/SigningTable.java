package org.vidimus.signer.opendkim;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// SigningTable: which key signs for which sender.
///
/// A `refile:` is asked once, for the whole address, and its order counts. Everything else is asked for one text after
/// the other, so that the order of its lines does not count: the address, the domain, then for each dot of the domain
/// `user@.parent` and `.parent`, then `user@*`, then `*`.
///
/// Immutable.
final class SigningTable {
    private final Dataset entries;

    SigningTable(Dataset entries) {
        this.entries = entries;
    }

    Dataset dataset() {
        return entries;
    }

    /// A line that is for a sender.
    ///
    /// @param asked what was asked for when it was found
    /// @param keyName the key that signs; `%` is replaced already
    /// @param signer what i= is to say; `%` is replaced; empty if nothing
    record Hit(Dataset.Entry entry, String asked, String keyName, String signer) {}

    /// The outcome of one question.
    sealed interface Found {
        /// A line for the sender.
        record Line(Hit hit) implements Found {}

        /// A line that cannot be used: the message is put off.
        record Broken(Dataset.Entry entry, String why) implements Found {}
    }

    /// The lines for `user@domain`, in the order in which they sign.
    ///
    /// @param several whether all, or the first only
    List<Found> lookup(String user, String domain, boolean several) {
        List<Found> found = new ArrayList<>();
        if (entries.kind() == Dataset.Kind.REFILE) {
            String address = user + "@" + domain;
            List<Dataset.Entry> all = several
                    ? entries.all(address)
                    : entries.get(address).map(List::of).orElse(List.of());
            all.forEach(entry -> found.add(pattern(entry, address, domain)));
            return found;
        }
        for (String question : questions(user, domain)) {
            Optional<Dataset.Entry> entry = CText.isAscii(question) ? entries.get(question) : Optional.empty();
            entry.ifPresent(e -> found.add(line(e, question, domain)));
            if (entry.isPresent() && !several) {
                break;
            }
        }
        return found;
    }

    static List<String> questions(String user, String domain) {
        List<String> questions = new ArrayList<>();
        questions.add(user + "@" + domain);
        questions.add(domain);
        for (int dot = domain.indexOf('.'); dot >= 0; dot = domain.indexOf('.', dot + 1)) {
            questions.add(user + "@" + domain.substring(dot));
            questions.add(domain.substring(dot));
        }
        questions.add(user + "@*");
        questions.add("*");
        return questions;
    }

    private static Found pattern(Dataset.Entry entry, String asked, String domain) {
        return entry.value().isEmpty()
                ? new Found.Broken(entry, "the line has no key name; OpenDKIM crashes")
                : hit(entry, asked, domain);
    }

    private static Found line(Dataset.Entry entry, String asked, String domain) {
        boolean empty = entry.value()
                .flatMap(value -> Fields.split(value, 2).getFirst())
                .filter(String::isEmpty)
                .isPresent();
        return empty ? new Found.Broken(entry, "the line has an empty key name") : hit(entry, asked, domain);
    }

    private static Found hit(Dataset.Entry entry, String asked, String domain) {
        List<Optional<String>> fields = Fields.split(entry.value().orElse(""), 2);
        String name = fields.getFirst().orElse("");
        String signer = fields.getLast().orElse("").replace("%", domain);
        return new Found.Line(new Hit(entry, asked, name.equals("%") ? domain : name, signer));
    }
}
