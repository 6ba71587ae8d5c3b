package org.vidimus.policy.arc;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import org.vidimus.policy.base.Ascii;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.base.Parsed;
import org.vidimus.policy.dkim.Canonicalization;
import org.vidimus.policy.dkim.TagList;
import org.vidimus.policy.dkim.TagList.Tag;
import org.vidimus.policy.dkim.TagValues;

/// Reads ARC-Seal and ARC-Message-Signature fields, or says what is wrong with the first tag that is not
/// right. Confined to one thread.
///
/// Interpretation: words of a= and cv= count in lower case only (RFC 6376 §3.2: values have case unless the
/// tag says otherwise).
final class ArcFieldReader {
    private static final Bytes ALGORITHM = Bytes.utf8("rsa-sha256");
    private static final Bytes QUERY_METHOD = Bytes.utf8("dns/txt");

    private static final Canonicalization.Pair RELAXED =
            new Canonicalization.Pair(Canonicalization.RELAXED, Canonicalization.RELAXED);

    private final TagList tags;
    private final int maxNames;

    private ArcFieldReader(TagList tags, int maxNames) {
        this.tags = tags;
        this.maxNames = maxNames;
    }

    /// Ends the reading; it never leaves this class.
    private static final class BadFieldException extends Exception {
        private static final long serialVersionUID = 1;

        private final int offset;

        private BadFieldException(int offset, String why) {
            super(why, null, false, false);
            this.offset = offset;
        }
    }

    /// What one kind of field is read with.
    private interface Reading<T> {
        T read(ArcFieldReader reader) throws BadFieldException;
    }

    static Parsed<ArcSeal> seal(Bytes value, TagList.Charset charset) {
        return read(value, charset, 0, ArcFieldReader::seal);
    }

    /// @param maxNames the most names in h=
    static Parsed<ArcMessageSignature> messageSignature(Bytes value, TagList.Charset charset, int maxNames) {
        return read(value, charset, maxNames, ArcFieldReader::messageSignature);
    }

    private static <T> Parsed<T> read(Bytes value, TagList.Charset charset, int maxNames, Reading<T> reading) {
        return switch (TagList.parse(value, charset)) {
            case Parsed.Malformed<TagList>(int offset, String why) -> new Parsed.Malformed<>(offset, why);
            case Parsed.Ok<TagList>(TagList tags) -> {
                try {
                    yield new Parsed.Ok<>(reading.read(new ArcFieldReader(tags, maxNames)));
                } catch (BadFieldException bad) {
                    yield new Parsed.Malformed<>(bad.offset, String.valueOf(bad.getMessage()));
                }
            }
        };
    }

    private ArcSeal seal() throws BadFieldException {
        // §4.1.3: a seal that has h= fails.
        Optional<Tag> names = tags.tag("h");
        if (names.isPresent()) {
            throw new BadFieldException(names.get().offset(), "a seal has no h=");
        }
        algorithm();
        number("t");
        return new ArcSeal(
                tags,
                instance(),
                validation(),
                required("b", TagValues::base64),
                required("d", TagValues::domain),
                required("s", TagValues::selector));
    }

    private ArcMessageSignature messageSignature() throws BadFieldException {
        algorithm();
        number("t");
        queryMethod();
        // §4.1.2: v= has no meaning here.
        return new ArcMessageSignature(
                tags,
                instance(),
                required("b", TagValues::base64),
                required("bh", TagValues::base64),
                canonicalization(),
                required("d", TagValues::domain),
                required("s", TagValues::selector),
                signedFields(),
                number("l"),
                number("x"));
    }

    private ArcSeal.Validation validation() throws BadFieldException {
        Tag tag = tag("cv");
        for (ArcSeal.Validation validation : ArcSeal.Validation.values()) {
            if (tag.value().equals(Bytes.utf8(validation.word()))) {
                return validation;
            }
        }
        throw new BadFieldException(tag.valueOffset(), "not a chain validation status");
    }

    /// §4.2.1: a number from 1 to 50.
    private int instance() throws BadFieldException {
        Tag tag = tag("i");
        Optional<Integer> instance = instance(tag.value());
        return instance.orElseThrow(() -> new BadFieldException(tag.valueOffset(), "not an instance of 1 to 50"));
    }

    private static Optional<Integer> instance(Bytes digits) {
        if (digits.isEmpty() || digits.length() > 2) {
            return Optional.empty();
        }
        int number = 0;
        for (int i = 0; i < digits.length(); i++) {
            if (!Ascii.isDigit(digits.at(i))) {
                return Optional.empty();
            }
            number = 10 * number + digits.at(i) - '0';
        }
        return number >= 1 && number <= ArcChain.MAX_INSTANCE ? Optional.of(number) : Optional.empty();
    }

    /// RFC 8301 §3.1 leaves rsa-sha256 alone, and no document gives ARC another algorithm.
    private void algorithm() throws BadFieldException {
        Tag tag = tag("a");
        if (!tag.value().equals(ALGORITHM)) {
            throw new BadFieldException(tag.valueOffset(), "not rsa-sha256");
        }
    }

    /// Interpretation: §4.1.2 has the tags of DKIM, where a missing c= means simple/simple. Those who wrote
    /// the RFC take it for relaxed/relaxed in their test suite, and so do the libraries that it was written
    /// with.
    private Canonicalization.Pair canonicalization() throws BadFieldException {
        Optional<Tag> tag = tags.tag("c");
        return tag.isEmpty()
                ? RELAXED
                : Canonicalization.Pair.parse(tag.get().value())
                        .orElseThrow(() -> new BadFieldException(tag.get().valueOffset(), "unknown canonicalization"));
    }

    private void queryMethod() throws BadFieldException {
        Optional<Tag> tag = tags.tag("q");
        if (tag.isPresent() && !tag.get().value().equalsIgnoreCaseAscii(QUERY_METHOD)) {
            throw new BadFieldException(tag.get().valueOffset(), "unknown query method");
        }
    }

    /// The names of h=, read as leniently as sealers write them: an empty one names nothing.
    private List<Bytes> signedFields() throws BadFieldException {
        Tag tag = tag("h");
        Bytes text = tag.value();
        List<Bytes> names = new ArrayList<>();
        int start = 0;
        while (start <= text.length()) {
            int colon = text.indexOf(':', start);
            int end = colon < 0 ? text.length() : colon;
            Bytes name = trimmed(text.slice(start, end));
            for (int i = 0; i < name.length(); i++) {
                if (!Ascii.isFieldName(name.at(i))) {
                    throw new BadFieldException(tag.valueOffset() + start, "not the name of a field");
                }
            }
            if (names.size() == maxNames) {
                throw new BadFieldException(tag.valueOffset() + start, "more than " + maxNames + " names");
            }
            if (!name.isEmpty()) {
                names.add(name);
            }
            start = end + 1;
        }
        return names;
    }

    private static Bytes trimmed(Bytes text) {
        int start = 0;
        int end = text.length();
        while (start < end && isSpace(text.at(start))) {
            start++;
        }
        while (end > start && isSpace(text.at(end - 1))) {
            end--;
        }
        return text.slice(start, end);
    }

    private static boolean isSpace(int octet) {
        return Ascii.isWhiteSpace(octet) || octet == '\r' || octet == '\n'; // the tag list has only folds
    }

    private OptionalLong number(String name) throws BadFieldException {
        Optional<Tag> tag = tags.tag(name);
        return tag.isEmpty() ? OptionalLong.empty() : OptionalLong.of(value(tag.get(), TagValues::number));
    }

    private Tag tag(String name) throws BadFieldException {
        return tags.tag(name)
                .orElseThrow(() -> new BadFieldException(tags.text().length(), "no " + name + "="));
    }

    private <T> T required(String name, Function<Tag, Parsed<T>> reader) throws BadFieldException {
        return value(tag(name), reader);
    }

    private static <T> T value(Tag tag, Function<Tag, Parsed<T>> reader) throws BadFieldException {
        return switch (reader.apply(tag)) {
            case Parsed.Ok<T>(T value) -> value;
            case Parsed.Malformed<T>(int offset, String why) -> throw new BadFieldException(offset, why);
        };
    }
}
