package org.vidimus.policy.dkim;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.vidimus.policy.base.Ascii;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.base.Parsed;

/// A list of tags such as `v=1; d=example.com` ([§3.2](https://www.rfc-editor.org/rfc/rfc6376#section-3.2)):
/// the notation of signatures and key records, of ARC's fields too.
///
/// A name occurs once. What the tags mean is for others to say; the positions are kept, because a signature
/// covers its own field as it was written.
///
/// Immutable.
///
/// @param text what was parsed
/// @param tags the tags in the order written, at least one
public record TagList(Bytes text, List<Tag> tags) {
    /// Which octets a list may hold.
    public enum Charset {
        /// ASCII.
        ASCII,
        /// UTF-8, as header fields of internationalised mail may have it ([RFC
        /// 6532](https://www.rfc-editor.org/rfc/rfc6532)).
        UTF_8
    }

    /// One tag.
    ///
    /// @param name its name, letters in the case written: they count (§3.2)
    /// @param value its value without the white space around it; white space inside is kept, folds too. May be
    /// empty
    /// @param offset where the name begins in the list
    /// @param valueOffset where the value begins in the list
    /// @param from the octet after the equals sign
    /// @param to the semicolon that ends the tag, or the end of the list
    public record Tag(String name, Bytes value, int offset, int valueOffset, int from, int to) {}

    /// Copies the list.
    public TagList {
        tags = List.copyOf(tags);
    }

    /// Reads a list.
    ///
    /// Interpretation: white space may be folded more than once in a row. The grammar has one fold at a time
    /// (§2.8), but nothing can be hidden in the second.
    ///
    /// @param text the value of a header field or of a DNS record; a line may end in CRLF or in LF alone
    public static Parsed<TagList> parse(Bytes text, Charset charset) {
        return new Parser(text, charset).list();
    }

    /// The tag called `name`.
    public Optional<Tag> tag(String name) {
        return tags.stream().filter(tag -> tag.name().equals(name)).findFirst();
    }

    /// The text with the value of one tag and all white space around that value left out, and not an octet else
    /// changed: what a signature covers of its own field (§3.7).
    public Bytes without(Tag tag) {
        byte[] kept = new byte[text.length() - (tag.to() - tag.from())];
        text.slice(0, tag.from()).copyTo(kept, 0);
        text.slice(tag.to()).copyTo(kept, tag.from());
        return Bytes.of(kept);
    }

    /// The reader. Confined to one call.
    private static final class Parser {
        private final Bytes text;
        private final Charset charset;
        private final List<Tag> tags = new ArrayList<>();
        private final Set<String> names = new HashSet<>();
        private int position;

        private Parser(Bytes text, Charset charset) {
            this.text = text;
            this.charset = charset;
        }

        private Parsed<TagList> list() {
            while (true) {
                skipWhiteSpace();
                if (position == text.length() && !tags.isEmpty()) {
                    return new Parsed.Ok<>(new TagList(text, tags)); // §3.2: the last semicolon may be left out
                }
                Optional<String> wrong = tag();
                if (wrong.isPresent()) {
                    return new Parsed.Malformed<>(position, wrong.get());
                }
                if (position == text.length()) {
                    return new Parsed.Ok<>(new TagList(text, tags));
                }
                position++; // the semicolon
            }
        }

        /// Reads one tag up to its semicolon or the end; the complaint about the octet at `position`.
        private Optional<String> tag() {
            int start = position;
            while (position < text.length() && isNameOctet(text.at(position), position == start)) {
                position++;
            }
            if (position == start) {
                return Optional.of("expected a tag name");
            }
            String name = text.slice(start, position).latin1();
            skipWhiteSpace();
            if (position == text.length() || text.at(position) != '=') {
                return Optional.of("expected an equals sign");
            }
            if (!names.add(name)) {
                position = start;
                return Optional.of("a tag for the second time"); // §3.2: then the whole list is invalid
            }
            int from = ++position;
            skipWhiteSpace();
            int valueStart = position;
            int valueEnd = position;
            while (position < text.length() && text.at(position) != ';') {
                int space = position;
                skipWhiteSpace();
                if (position == space) {
                    if (!isValueOctet(text.at(position))) {
                        return Optional.of("not a character of a tag value");
                    }
                    valueEnd = ++position;
                }
            }
            tags.add(new Tag(name, text.slice(valueStart, valueEnd), start, valueStart, from, position));
            return Optional.empty();
        }

        private static boolean isNameOctet(int octet, boolean first) {
            int lower = Ascii.lower(octet);
            return (lower >= 'a' && lower <= 'z') || (!first && (Ascii.isDigit(octet) || octet == '_'));
        }

        private boolean isValueOctet(int octet) {
            return (octet > ' ' && octet <= '~') || (octet >= 0x80 && charset == Charset.UTF_8);
        }

        private void skipWhiteSpace() {
            position = WhiteSpace.skip(text, position);
        }
    }
}
