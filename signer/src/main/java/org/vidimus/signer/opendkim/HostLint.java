package org.vidimus.signer.opendkim;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import org.vidimus.policy.base.AddressText;
import org.vidimus.policy.base.Parsed;
import org.vidimus.policy.pipeline.Network;

/// Finds entries of host lists that never match, because OpenDKIM asks for another spelling. Confined to one call.
final class HostLint {
    private final List<Lint> lints;

    HostLint(List<Lint> lints) {
        this.lints = lints;
    }

    void check(HostList list) {
        boolean patterns = list.dataset().kind() == Dataset.Kind.REFILE;
        list.dataset().entries().forEach(entry -> {
            String key = entry.key().startsWith("!") ? entry.key().substring(1) : entry.key();
            if (!patterns) {
                text(entry, key);
            } else if (key.startsWith("*")) {
                warn(
                        entry,
                        "pattern-negates",
                        "matches the question with the ! first, and so keeps out what it seems to let in",
                        "alike; list names in a file:, with a dot before a domain");
            }
        });
    }

    private void text(Dataset.Entry entry, String key) {
        int slash = key.indexOf('/');
        String host = slash < 0 ? key : key.substring(0, slash);
        boolean brackets = host.startsWith("[") && host.endsWith("]");
        String bare = brackets ? host.substring(1, host.length() - 1) : host;
        Optional<InetAddress> address = AddressText.parse(bare);
        if (address.isEmpty()) {
            if (looksLikeAddress(bare)) {
                warn(entry, "not-a-network", "never matches: not an address as OpenDKIM asks for it", "alike");
            }
            return;
        }
        if (brackets && slash < 0 && address.get() instanceof Inet4Address && !bare.contains(":")) {
            warn(
                    entry,
                    "brackets",
                    "never matches: OpenDKIM gets the brackets wrong for IPv4",
                    "alike; leave them out");
            return;
        }
        if (!AddressText.of(address.get()).equals(CText.lower(bare))) {
            warn(
                    entry,
                    "address-spelling",
                    "never matches: OpenDKIM asks for " + AddressText.of(address.get()),
                    "alike; write it so");
        }
        if (slash >= 0
                && Network.parse(bare + key.substring(slash)) instanceof Parsed.Malformed<Network>(int _, var why)) {
            warn(entry, "host-bits", "never matches: " + why, "alike");
        }
    }

    static boolean looksLikeAddress(String text) {
        return text.indexOf(':') >= 0
                || !text.isEmpty() && text.chars().allMatch(c -> CharSet.isDigit(c) || c == '.') && !text.equals(".");
    }

    private void warn(Dataset.Entry entry, String code, String what, String ours) {
        lints.add(Lint.warning(entry.place(), code, CText.shown(entry.key()) + ": " + what, ours));
    }
}
