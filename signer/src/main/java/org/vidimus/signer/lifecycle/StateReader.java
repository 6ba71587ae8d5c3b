package org.vidimus.signer.lifecycle;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.base.Parsed;
import org.vidimus.policy.dns.DomainName;

/// Reads a state file. Nothing that is not understood is passed over: who guesses at the state of a key may sign
/// with one that nobody can verify.
///
/// Confined to one thread; for one file.
final class StateReader {
    private static final int MAX_KEYS = 1000;
    private static final Pattern TABLE = Pattern.compile("\\[(?:\"([^\"]*)\"|([A-Za-z0-9_-]+))\\]\\s*(?:#.*)?");
    private static final Pattern ENTRY =
            Pattern.compile("([a-z-]+)\\s*=\\s*(?:\"([^\"\\\\]*)\"|([0-9TZ:.-]+))\\s*(?:#.*)?");

    private final DomainName domain;
    private final List<ManagedKey> keys = new ArrayList<>();
    private @Nullable DomainName selector;
    private final Map<String, String> entries = new LinkedHashMap<>();
    private int tableLine;

    /// A line that is wrong.
    private static final class Wrong extends Exception {
        private static final long serialVersionUID = 1;
        private final int line;

        Wrong(int line, String why) {
            super(why);
            this.line = line;
        }
    }

    private StateReader(DomainName domain) {
        this.domain = domain;
    }

    /// Reads the state of `domain`.
    ///
    /// @return the state, or `Malformed` with the number of the line, from 1, in place of an offset
    static Parsed<DomainState> parse(DomainName domain, Bytes file) {
        if (file.length() > StateFile.MAX_BYTES) {
            return new Parsed.Malformed<>(1, "longer than " + StateFile.MAX_BYTES + " octets");
        }
        try {
            return new Parsed.Ok<>(new StateReader(domain).read(file.latin1().split("\n", -1)));
        } catch (Wrong wrong) {
            return new Parsed.Malformed<>(wrong.line, String.valueOf(wrong.getMessage()));
        }
    }

    private DomainState read(String[] lines) throws Wrong {
        for (int number = 1; number <= lines.length; number++) {
            String line = lines[number - 1].strip();
            if (!line.isEmpty() && !line.startsWith("#")) {
                line(number, line);
            }
        }
        finish();
        return new DomainState(domain, keys);
    }

    private void line(int number, String line) throws Wrong {
        Matcher table = TABLE.matcher(line);
        if (table.matches()) {
            finish();
            tableLine = number;
            selector = selector(number, Optional.ofNullable(table.group(1)).orElseGet(() -> table.group(2)));
            return;
        }
        Matcher entry = ENTRY.matcher(line);
        if (!entry.matches()) {
            throw new Wrong(number, "expected [SELECTOR], or a name, = and a value");
        }
        if (selector == null) {
            throw new Wrong(number, "expected [SELECTOR] first");
        }
        String name = entry.group(1);
        String value = Optional.ofNullable(entry.group(2)).orElseGet(() -> entry.group(3));
        if (entries.putIfAbsent(name, value) != null) {
            throw new Wrong(number, name + " is there twice");
        }
        check(number, name, value);
    }

    private DomainName selector(int number, String text) throws Wrong {
        return switch (DomainName.parse(text)) {
            case Parsed.Malformed<DomainName> _ -> throw new Wrong(number, "expected a selector in the brackets");
            case Parsed.Ok<DomainName>(DomainName name) -> {
                if (keys.stream().anyMatch(key -> key.selector().equals(name))) {
                    throw new Wrong(number, "key " + name + " is there twice");
                }
                if (keys.size() >= MAX_KEYS) {
                    throw new Wrong(number, "more than " + MAX_KEYS + " keys");
                }
                yield name;
            }
        };
    }

    /// Each value by itself, so that the complaint names its line.
    private static void check(int number, String name, String value) throws Wrong {
        boolean good = switch (name) {
            case "algorithm" -> KeyAlgorithm.named(value).isPresent();
            case "state" -> KeyState.named(value).isPresent();
            case "public-key" -> publicKey(value).isPresent();
            case "keep-until", "announced" -> time(value).isPresent();
            default -> {
                if (KeyState.named(name).isEmpty()) {
                    throw new Wrong(number, "unknown name " + name);
                }
                yield time(value).isPresent();
            }
        };
        if (!good) {
            throw new Wrong(
                    number,
                    switch (name) {
                        case "algorithm" -> "expected rsa2048, rsa3072, rsa4096 or ed25519";
                        case "state" -> "expected generated, published, active, retiring or revoked";
                        case "public-key" -> "expected a public key in base64";
                        default -> "expected a time such as 2026-11-24T08:00:00Z";
                    });
        }
    }

    /// Takes the table that ends here.
    private void finish() throws Wrong {
        if (selector == null) {
            return;
        }
        KeyState state = KeyState.named(needed("state")).orElseThrow();
        KeyAlgorithm algorithm = KeyAlgorithm.named(needed("algorithm")).orElseThrow();
        Bytes publicKey = publicKey(needed("public-key")).orElseThrow();
        var since = new EnumMap<KeyState, Instant>(KeyState.class);
        for (KeyState reached : KeyState.values()) {
            optional(reached.word()).ifPresent(when -> since.put(reached, when));
        }
        needed(state.word());
        if (state == KeyState.RETIRING) {
            needed("keep-until");
        }
        keys.add(new ManagedKey(
                selector, algorithm, publicKey, state, since, optional("announced"), optional("keep-until")));
        entries.clear();
    }

    private Optional<Instant> optional(String name) {
        return Optional.ofNullable(entries.get(name)).flatMap(StateReader::time);
    }

    private String needed(String name) throws Wrong {
        String value = entries.get(name);
        if (value == null) {
            throw new Wrong(tableLine, "key " + selector + " has no " + name);
        }
        return value;
    }

    private static Optional<Bytes> publicKey(String value) {
        try {
            byte[] octets = Base64.getDecoder().decode(value);
            // Written as we write it: one that lost its end would be another key.
            boolean whole = octets.length > 0
                    && Base64.getEncoder().encodeToString(octets).equals(value);
            return whole ? Optional.of(Bytes.of(octets)) : Optional.empty();
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private static Optional<Instant> time(String value) {
        try {
            return Optional.of(Instant.parse(value));
        } catch (DateTimeException _) {
            return Optional.empty();
        }
    }
}
