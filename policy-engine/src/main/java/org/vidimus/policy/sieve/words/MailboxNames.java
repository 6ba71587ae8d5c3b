package org.vidimus.policy.sieve.words;

/// The names of mailboxes (§4.1), as far as every store has them.
final class MailboxNames {
    private MailboxNames() {}

    /// Whether a mailbox can be called `name`: it is not empty, and it is text without control characters.
    static boolean isName(String name) {
        return !name.isEmpty()
                && name.codePoints()
                        .noneMatch(c -> Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE);
    }
}
