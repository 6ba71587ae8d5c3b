package org.vidimus.policy.sieve.suite;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Where the mail of one file of tests ends up: mailboxes, and what is sent.
///
/// Confined to one run of a file.
final class MailStore {
    static final String INBOX = "INBOX";

    private final Map<String, List<Mail>> folders = new LinkedHashMap<>();
    private final List<Mail> sent = new ArrayList<>();

    MailStore() {
        create(INBOX);
    }

    /// The name under which a mailbox is kept: in IMAP `INBOX` is that in any case, and here with mailboxes below
    /// it too.
    static String canonical(String folder) {
        String upper = folder.toUpperCase(Locale.ROOT);
        boolean inbox = upper.equals(INBOX) || upper.startsWith(INBOX + ".") || upper.startsWith(INBOX + "/");
        return inbox ? INBOX + folder.substring(INBOX.length()) : folder;
    }

    void create(String folder) {
        folders.computeIfAbsent(canonical(folder), _ -> new ArrayList<>());
    }

    void delete(String folder) {
        folders.remove(canonical(folder));
    }

    boolean has(String folder) {
        return folders.containsKey(canonical(folder));
    }

    /// Puts a message into a mailbox that is there.
    void store(String folder, Mail mail) {
        folders.getOrDefault(canonical(folder), List.of()).add(mail);
    }

    /// The message at `index` of a mailbox, from 0.
    Optional<Mail> stored(String folder, long index) {
        return at(folders.getOrDefault(canonical(folder), List.of()), index);
    }

    void send(Mail mail) {
        sent.add(mail);
    }

    /// The message that was sent at `index`, from 0.
    Optional<Mail> sent(long index) {
        return at(sent, index);
    }

    void forgetSent() {
        sent.clear();
    }

    private static Optional<Mail> at(List<Mail> mails, long index) {
        return index >= 0 && index < mails.size() ? Optional.of(mails.get((int) index)) : Optional.empty();
    }
}
