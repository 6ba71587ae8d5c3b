package org.vidimus.signer.opendkim;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// KeyTable: the signing domain, the selector and the private key behind each key name. Names count with the case of
/// their letters.
///
/// Immutable.
final class KeyTable {
    private final Dataset entries;
    private final Dialect dialect;

    KeyTable(Dataset entries, Dialect dialect) {
        this.entries = entries;
        this.dialect = dialect;
    }

    /// What stands behind a name.
    sealed interface Row {
        /// A key.
        ///
        /// @param domain d=
        /// @param selector s=
        /// @param key a path if it begins with `/`, `./` or `../`, else the key itself; `%` is replaced
        /// @param algorithm a fourth field, which OpenDKIM's development branch has
        record Key(Dataset.Entry entry, String domain, String selector, String key, Optional<String> algorithm)
                implements Row {
            boolean isPath() {
                return key.startsWith("/") || key.startsWith("./") || key.startsWith("../");
            }
        }

        /// A line with fewer than three fields, or with an empty one.
        record Corrupt(Dataset.Entry entry) implements Row {}

        /// No line.
        record Unknown() implements Row {}
    }

    Dataset dataset() {
        return entries;
    }

    /// What stands behind `name`.
    ///
    /// @param from the domain of the sender, which replaces a domain field of `%`
    Row lookup(String name, String from) {
        return entries.get(name).map(entry -> row(entry, from)).orElse(new Row.Unknown());
    }

    Row row(Dataset.Entry entry, String from) {
        Optional<String> value = entry.value();
        if (value.isEmpty()) {
            return new Row.Corrupt(entry);
        }
        List<Optional<String>> fields = Fields.split(value.get(), 3);
        if (fields.stream()
                .anyMatch(field -> field.filter(text -> !text.isEmpty()).isEmpty())) {
            return new Row.Corrupt(entry);
        }
        String domain = field(fields, 0).equals("%") ? from : field(fields, 0);
        String key = field(fields, 2);
        Optional<String> algorithm = Optional.empty();
        if (dialect == Dialect.MIGRATE) {
            int colon = key.lastIndexOf(':');
            String last = colon < 0 ? "" : CText.lower(CText.trim(key.substring(colon + 1)));
            if (last.equals("rsa-sha256") || last.equals("ed25519-sha256")) {
                algorithm = Optional.of(last);
                key = CText.trim(key.substring(0, colon));
            }
        }
        return new Row.Key(
                entry, domain, field(fields, 1), key.startsWith("/") ? key.replace("%", domain) : key, algorithm);
    }

    /// Whether all keys are of one domain, and none of whatever domain the sender has.
    boolean isOfOneDomain() {
        Set<String> domains = new HashSet<>();
        for (Dataset.Entry entry : entries.entries()) {
            if (row(entry, "%") instanceof Row.Key key) {
                domains.add(CText.lower(key.domain()));
            }
        }
        return domains.size() <= 1 && !domains.contains("%");
    }

    private String field(List<Optional<String>> fields, int index) {
        String text = fields.get(index).orElse("");
        return dialect == Dialect.MIGRATE ? CText.trim(text) : text;
    }
}
