package org.vidimus.policy.dkim;

import java.util.List;
import java.util.Optional;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.base.Parsed;
import org.vidimus.policy.dkim.TagList.Tag;

/// A key record ([§3.6.1](https://www.rfc-editor.org/rfc/rfc6376#section-3.6.1)) as it is written; whether it
/// suits a signature is for [DkimKeys] to say. Immutable.
///
/// @param tags all its tags
/// @param keyType k=, the default `rsa`
/// @param key p=, decoded; no octets for a key that was revoked
/// @param hashes h=; empty where all are allowed
/// @param services s=, the default `*`
/// @param flags t=
public record DkimKeyRecord(
        TagList tags,
        String keyType,
        Bytes key,
        Optional<List<String>> hashes,
        List<String> services,
        List<String> flags) {
    private static final int MAX_WORDS = 100;

    /// Copies the lists.
    public DkimKeyRecord {
        hashes = hashes.map(List::copyOf);
        services = List.copyOf(services);
        flags = List.copyOf(flags);
    }

    /// Reads a record.
    ///
    /// @param maxBytes the longest record that is read
    public static Parsed<DkimKeyRecord> parse(Bytes text, int maxBytes) {
        if (text.length() > maxBytes) {
            return new Parsed.Malformed<>(maxBytes, "longer than " + maxBytes + " octets");
        }
        return switch (TagList.parse(text, TagList.Charset.ASCII)) {
            case Parsed.Malformed<TagList>(int offset, String why) -> new Parsed.Malformed<>(offset, why);
            case Parsed.Ok<TagList>(TagList tags) -> read(tags);
        };
    }

    /// Whether a TXT record looks like a key record at all. Others may stand at the same name by way of a
    /// wildcard.
    static boolean isMeant(Bytes text) {
        return switch (TagList.parse(text, TagList.Charset.ASCII)) {
            case Parsed.Malformed<TagList> _ -> false;
            case Parsed.Ok<TagList>(TagList tags) ->
                tags.tag("v").map(DkimKeyRecord::isVersion).orElse(tags.tag("p").isPresent());
        };
    }

    private static boolean isVersion(Tag version) {
        return version.value().equals(Bytes.utf8("DKIM1"));
    }

    private static Parsed<DkimKeyRecord> read(TagList tags) {
        Optional<Tag> version = tags.tag("v");
        if (version.isPresent() && !isVersion(version.get())) {
            return new Parsed.Malformed<>(version.get().valueOffset(), "not version DKIM1");
        }
        // §3.6.1: if there is a version it must be the first tag.
        if (version.isPresent() && !version.get().equals(tags.tags().getFirst())) {
            return new Parsed.Malformed<>(version.get().offset(), "the version is not the first tag");
        }
        Optional<Tag> key = tags.tag("p");
        if (key.isEmpty()) {
            return new Parsed.Malformed<>(tags.text().length(), "no p= tag");
        }
        Bytes octets = Bytes.EMPTY;
        if (!key.get().value().isEmpty()) {
            switch (TagValues.base64(key.get())) {
                case Parsed.Ok<Bytes>(Bytes decoded) -> octets = decoded;
                case Parsed.Malformed<Bytes>(int offset, String why) -> {
                    return new Parsed.Malformed<>(offset, why);
                }
            }
        }
        return lists(tags, octets);
    }

    private static Parsed<DkimKeyRecord> lists(TagList tags, Bytes key) {
        Parsed<List<String>> hashes = words(tags, "h");
        Parsed<List<String>> services = words(tags, "s");
        Parsed<List<String>> flags = words(tags, "t");
        if (hashes instanceof Parsed.Malformed<List<String>>(int offset, String why)) {
            return new Parsed.Malformed<>(offset, why);
        }
        if (services instanceof Parsed.Malformed<List<String>>(int offset, String why)) {
            return new Parsed.Malformed<>(offset, why);
        }
        return flags.map(f -> new DkimKeyRecord(
                tags,
                tags.tag("k")
                        .map(tag -> tag.value().toLowerCaseAscii().latin1())
                        .orElse("rsa"),
                key,
                tags.tag("h").map(_ -> value(hashes)),
                tags.tag("s").map(_ -> value(services)).orElse(List.of("*")),
                f));
    }

    private static List<String> value(Parsed<List<String>> words) {
        return switch (words) {
            case Parsed.Ok<List<String>>(List<String> value) -> value;
            case Parsed.Malformed<List<String>> _ -> List.of();
        };
    }

    /// The words of a tag in lower case; none if there is no such tag.
    private static Parsed<List<String>> words(TagList tags, String name) {
        Optional<Tag> tag = tags.tag(name);
        return tag.isEmpty() || tag.get().value().isEmpty()
                ? new Parsed.Ok<>(List.of())
                : TagValues.list(tag.get(), MAX_WORDS)
                        .map(words -> words.stream()
                                .map(word -> word.toLowerCaseAscii().latin1())
                                .toList());
    }

    /// Whether p= is empty (§3.6.1).
    public boolean isRevoked() {
        return key.isEmpty();
    }

    /// Whether the flag t=y is set: the domain only tries DKIM out.
    public boolean isTesting() {
        return flags.contains("y");
    }

    /// Whether the flag t=s is set: i= has to name the domain itself.
    public boolean isStrict() {
        return flags.contains("s");
    }

    /// Whether signatures may use `hash`.
    public boolean allows(HashAlgorithm hash) {
        return hashes.map(words -> words.contains(hash.word())).orElse(true);
    }

    /// Whether the key is for mail.
    public boolean isForMail() {
        return services.contains("*") || services.contains("email");
    }
}
