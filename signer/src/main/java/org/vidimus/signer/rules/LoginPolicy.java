package org.vidimus.signer.rules;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Which login may write as whom (CERT VU#244112: with one server for many customers, a signature for any
/// author's domain lets each customer write as all others).
///
/// It is asked about mail of clients that logged in. The most specific entry decides alone: one for exactly
/// this login, else one for its domain, else the one for all. Where there is none:
/// - a login that is an address may use every author of its own domain, and of that domain only;
/// - any other login may use every author while all rules together sign for one domain only, since then there
///   is
///   nobody else to be harmed; otherwise none.
///
/// Immutable.
///
/// @param enforced whether it is asked at all. Default: true
/// @param entries what is laid down for single logins. Default: nothing
/// @param onViolation what becomes of mail whose author the login may not use: unsigned or reject. Default:
///     unsigned
public record LoginPolicy(boolean enforced, List<Entry> entries, Consequence onViolation) {
    /// Enforced, without entries.
    public static final LoginPolicy DEFAULT = new LoginPolicy(true, List.of(), Consequence.UNSIGNED);

    /// Every login may use every author.
    public static final LoginPolicy OFF = new LoginPolicy(false, List.of(), Consequence.UNSIGNED);

    /// What some logins may use.
    ///
    /// @param place where it stands in the configuration
    /// @param login which logins
    /// @param may which authors; none if empty
    public record Entry(String place, LoginPattern login, List<AddressPattern> may) {
        /// Copies the list.
        public Entry {
            may = List.copyOf(may);
        }
    }

    /// Copies the list.
    ///
    /// @throws IllegalArgumentException if two entries are for the same logins, since only one of them could
    ///     count; the message names both places
    public LoginPolicy {
        entries = List.copyOf(entries);
        Map<LoginPattern, Entry> seen = new HashMap<>();
        for (Entry entry : entries) {
            Entry first = seen.putIfAbsent(entry.login(), entry);
            if (first != null) {
                throw new IllegalArgumentException(
                        entry.place() + ": an entry for the same login is at " + first.place());
            }
        }
    }
}
