package org.vidimus.policy.dkim;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.vidimus.policy.base.Ascii;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.base.Parsed;
import org.vidimus.policy.dkim.TagList.Tag;
import org.vidimus.policy.dns.DomainName;

/// Puts results together: what can be said of a signature even if it could not be verified, or read.
final class Reports {
    private static final int LEAST_PREFIX = 8; // RFC 6008 §4
    private static final int MOST_PREFIX = 64;
    private static final int MOST_ALGORITHM = 64;

    private Reports() {}

    static DkimResult result(
            SignatureCheck check,
            int prefix,
            DkimVerdict verdict,
            HeaderCheck header,
            boolean bodyLimited,
            List<String> steps) {
        return new DkimResult(
                verdict,
                read(check, "d", TagValues::domain),
                read(check, "s", TagValues::selector).map(DomainName::toString),
                check.signature().map(signature -> signature.identity().toString()),
                tag(check, "a")
                        .filter(a -> a.length() <= MOST_ALGORITHM && isWord(a))
                        .map(Bytes::latin1),
                signature(check).map(b -> b.substring(0, Math.min(b.length(), prefix))),
                header.keyBits(),
                header.testing(),
                bodyLimited,
                steps);
    }

    private static Optional<Bytes> tag(SignatureCheck check, String name) {
        return check.tags().flatMap(tags -> tags.tag(name)).map(Tag::value);
    }

    private static Optional<DomainName> read(
            SignatureCheck check, String name, Function<Tag, Parsed<DomainName>> reader) {
        return check.tags().flatMap(tags -> tags.tag(name)).map(reader).flatMap(parsed -> switch (parsed) {
            case Parsed.Ok<DomainName>(DomainName value) -> Optional.of(value);
            case Parsed.Malformed<DomainName> _ -> Optional.empty();
        });
    }

    private static boolean isWord(Bytes text) {
        for (int i = 0; i < text.length(); i++) {
            if (!Ascii.isToken(text.at(i))) {
                return false;
            }
        }
        return !text.isEmpty();
    }

    /// The value of b= without its white space, where it is base64.
    private static Optional<String> signature(SignatureCheck check) {
        return check.tags().flatMap(tags -> tags.tag("b")).flatMap(tag -> switch (TagValues.base64(tag)) {
            case Parsed.Ok<Bytes> _ ->
                Optional.of(WhiteSpace.removed(tag.value()).latin1());
            case Parsed.Malformed<Bytes> _ -> Optional.empty();
        });
    }

    /// How many characters of b= it takes to tell the signatures apart ([RFC 6008
    /// §4](https://www.rfc-editor.org/rfc/rfc6008#section-4)). Signatures that are the same to the end, or for
    /// very long, cannot be told apart.
    static int prefix(List<SignatureCheck> checks) {
        List<String> signatures = checks.stream()
                .map(Reports::signature)
                .flatMap(Optional::stream)
                .map(b -> b.substring(0, Math.min(b.length(), MOST_PREFIX)))
                .distinct()
                .sorted()
                .toList();
        int prefix = LEAST_PREFIX;
        for (int i = 1; i < signatures.size(); i++) {
            String one = signatures.get(i - 1);
            String other = Objects.requireNonNull(signatures.get(i));
            int common = 0;
            while (common < Math.min(one.length(), other.length()) && one.charAt(common) == other.charAt(common)) {
                common++;
            }
            prefix = Math.max(prefix, common + 1);
        }
        return prefix;
    }
}
