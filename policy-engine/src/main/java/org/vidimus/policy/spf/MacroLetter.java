package org.vidimus.policy.spf;

import java.util.Optional;
import org.vidimus.policy.base.Ascii;

/// What a macro stands for (§7.2).
public enum MacroLetter {
    /// The sender, `local-part@domain`.
    SENDER('s'),
    /// The local-part of the sender.
    LOCAL_PART('l'),
    /// The domain of the sender.
    SENDER_DOMAIN('o'),
    /// The domain whose record is being evaluated.
    DOMAIN('d'),
    /// The address of the client, in nibbles for IPv6.
    ADDRESS('i'),
    /// The validated name of the client.
    CLIENT_NAME('p'),
    /// `in-addr` or `ip6`.
    FAMILY('v'),
    /// The HELO name.
    HELO('h'),
    /// The address of the client for people to read; in explanations only.
    READABLE_ADDRESS('c'),
    /// The name of the receiving host; in explanations only.
    RECEIVER('r'),
    /// The time in seconds since 1970; in explanations only.
    TIME('t');

    private final char letter;

    MacroLetter(char letter) {
        this.letter = letter;
    }

    /// The letter, in lower case.
    public char letter() {
        return letter;
    }

    /// Whether it may stand in the text of an explanation and nowhere else (§7.2).
    public boolean isForExplanationsOnly() {
        return switch (this) {
            case READABLE_ADDRESS, RECEIVER, TIME -> true;
            case SENDER, LOCAL_PART, SENDER_DOMAIN, DOMAIN, ADDRESS, CLIENT_NAME, FAMILY, HELO -> false;
        };
    }

    /// The meaning of `octet`, in either case.
    static Optional<MacroLetter> of(int octet) {
        for (MacroLetter macro : values()) {
            if (macro.letter == Ascii.lower(octet)) {
                return Optional.of(macro);
            }
        }
        return Optional.empty();
    }
}
