package org.vidimus.signer.opendkim;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import org.vidimus.policy.base.AddressText;

/// A list of hosts and networks: InternalHosts, PeerList and ExternalIgnoreList.
///
/// OpenDKIM does not compare networks. It asks the set for one text after the other, the most specific first and each
/// with a `!` before it first; the first text that is there decides. So `192.0.2.1/24`, whose host bits are set, is
/// never asked for and never matches, and a pattern of a `refile:` that begins with an asterisk matches `!name` and
/// so says no.
///
/// Immutable.
final class HostList {
    private final Dataset entries;

    HostList(Dataset entries) {
        this.entries = entries;
    }

    Dataset dataset() {
        return entries;
    }

    /// The entry that decided.
    ///
    /// @param asked the text that was asked for
    /// @param member whether it makes the client a member; it does not if it was asked for with a `!`
    record Hit(Dataset.Entry entry, String asked, boolean member) {}

    /// What the list says about a client's name, as the MTA gives it; empty if nothing.
    Optional<Hit> name(String host) {
        for (int from = 0; from >= 0; from = host.indexOf('.', from == 0 ? 0 : from + 1)) {
            Optional<Hit> hit = either(host.substring(from));
            if (hit.isPresent()) {
                return hit;
            }
            if (from == 0 && host.startsWith(".")) {
                return Optional.empty();
            }
        }
        return Optional.empty();
    }

    /// What the list says about a client's address; empty if nothing.
    Optional<Hit> address(InetAddress client) {
        boolean four = client instanceof Inet4Address;
        String text = AddressText.of(client);
        Optional<Hit> hit = either(text);
        if (hit.isEmpty() && !four) {
            hit = either("[" + text + "]"); // OpenDKIM gets the brackets wrong for IPv4
        }
        byte[] octets = client.getAddress();
        for (int bits = octets.length * 8; bits >= 0 && hit.isEmpty(); bits--) {
            if (bits < octets.length * 8) {
                octets[bits / 8] &= (byte) ~(0x80 >> bits % 8);
            }
            String network = AddressText.of(address(octets));
            int length = bits;
            hit = either(network + "/" + bits).or(() -> either("[" + network + "]/" + length));
        }
        return hit;
    }

    private Optional<Hit> either(String text) {
        return entries.get("!" + text)
                .map(entry -> new Hit(entry, "!" + text, false))
                .or(() -> entries.get(text).map(entry -> new Hit(entry, text, true)));
    }

    private static InetAddress address(byte[] octets) {
        try {
            return InetAddress.getByAddress(octets);
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException(impossible); // the octets are those of an address
        }
    }
}
