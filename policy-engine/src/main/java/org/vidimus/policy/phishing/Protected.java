package org.vidimus.policy.phishing;

import java.util.List;
import java.util.Set;
import org.vidimus.policy.base.Ascii;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.dns.DomainName;
import org.vidimus.policy.message.MailAddress;

/// What is worth impersonating here, and what only looks so: the `[protect]` table of the configuration.
///
/// Immutable.
///
/// @param domains the domains whose look-alikes are of interest: one's own, and those that write to one's people.
///     Default: none
/// @param allowed domains that look like one of them and are honest, with everything below. What belongs to a
///     protected domain's own organisation never counts as a look-alike and need not stand here. Default: none
/// @param people whose display names are of interest. Default: nobody
public record Protected(List<DomainName> domains, Set<DomainName> allowed, List<Person> people) {
    /// Nothing.
    public static final Protected NOTHING = new Protected(List.of(), Set.of(), List.of());

    /// Somebody in whose name others might write.
    ///
    /// @param name as in a display name, such as `Jane Doe`
    /// @param addresses those that this person writes from
    public record Person(String name, Set<MailAddress> addresses) {
        /// Copies the addresses.
        public Person {
            addresses = Set.copyOf(addresses);
        }

        /// Whether `address` is this person's. Case does not count in it.
        public boolean owns(MailAddress address) {
            Bytes localPart = address.localPart();
            return addresses.stream()
                    .anyMatch(own -> own.domain().equals(address.domain())
                            && own.localPart().equalsIgnoreCaseAscii(localPart));
        }

        /// The name as printable ASCII.
        @Override
        public String toString() {
            return name.chars().allMatch(Ascii::isPrintable)
                    ? name
                    : Bytes.utf8(name).toString();
        }
    }

    /// Copies the collections.
    public Protected {
        domains = List.copyOf(domains);
        allowed = Set.copyOf(allowed);
        people = List.copyOf(people);
    }

    /// Whether there is nothing to look for.
    public boolean isEmpty() {
        return domains.isEmpty() && people.isEmpty();
    }
}
