package org.vidimus.signer.lifecycle;

import java.util.Base64;
import org.vidimus.policy.base.Bytes;

/// The state file as text: a small part of TOML, one table for each key, so that a person can read it and mend it.
///
/// ```toml
/// [202611-rsa]
/// algorithm = "rsa2048"
/// public-key = "MIIBIjANBg..."
/// state = "retiring"
/// generated = 2026-11-24T08:00:00Z
/// published = 2026-11-24T08:10:00Z
/// active = 2026-11-24T09:10:00Z
/// retiring = 2027-05-23T09:10:00Z
/// announced = 2026-11-24T08:00:01Z
/// keep-until = 2027-06-04T09:10:00Z
/// ```
final class StateFile {
    /// The longest state file that is read, in octets: a thousand keys.
    static final int MAX_BYTES = 1 << 20;

    private StateFile() {}

    /// Writes it down.
    static Bytes format(DomainState state) {
        var text = new StringBuilder(
                "# The DKIM keys of " + state.domain() + " and how far each has come. Kept by" + " `vidimus keys`.\n");
        for (ManagedKey key : state.keys()) {
            String selector = key.selector().toString();
            text.append("\n[")
                    .append(selector.contains(".") ? "\"" + selector + "\"" : selector)
                    .append("]\n");
            line(text, "algorithm", quoted(key.algorithm().word()));
            line(
                    text,
                    "public-key",
                    quoted(Base64.getEncoder().encodeToString(key.publicKey().toArray())));
            line(text, "state", quoted(key.state().word()));
            key.since().forEach((reached, when) -> line(text, reached.word(), when));
            key.announced().ifPresent(when -> line(text, "announced", when));
            key.keepUntil().ifPresent(when -> line(text, "keep-until", when));
        }
        return Bytes.utf8(text.toString());
    }

    private static String quoted(String value) {
        return "\"" + value + "\"";
    }

    private static void line(StringBuilder text, String name, Object value) {
        text.append(name).append(" = ").append(value).append('\n');
    }
}
