package org.vidimus.signer.dkim;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.message.HeaderField;

/// A header field that holds a signature in b=, as it is written: a DKIM-Signature, or a field of ARC.
///
/// A signature covers its own field with b= empty (§3.7), so the field is laid out once, before it is signed,
/// and how long the signature is changes nothing around it: b= begins a line, and so does what comes after it,
/// where the order has something after it. Lines end in LF and
/// have at most 78 columns; they are broken between tags, inside h= after a colon, and inside base64, which
/// the grammar allows in these places and only there (§3.2, §3.5, §2.10). No line ends in white space, so
/// there is nothing that an MTA would trim, and none is so long that one would break it. A single word that is
/// longer than a line has it to itself.
///
/// Confined to one thread.
public final class SignatureField {
    private static final String SIGNATURE_TAG = "b";

    private final String name;
    private final Layout layout;
    private final List<Tag> tags = new ArrayList<>();

    /// @param value without white space
    private record Tag(String name, String value, Breaks breaks) {}

    /// Where a line may be broken inside a value.
    private enum Breaks {
        NOWHERE,
        AFTER_COLON,
        ANYWHERE,
        /// Not inside a `=XX`, and not behind the at sign.
        QUOTED_PRINTABLE
    }

    /// A field without tags.
    ///
    /// @param name its name, such as `DKIM-Signature`
    public SignatureField(String name) {
        this(name, Layout.DEFAULT);
    }

    /// The same with lines of another layout.
    public SignatureField(String name, Layout layout) {
        this.name = name;
        this.layout = layout;
    }

    /// Adds a tag whose value stays in one piece.
    ///
    /// @param value characters of tag values, no white space
    public SignatureField tag(String tag, String value) {
        tags.add(new Tag(tag, value, Breaks.NOWHERE));
        return this;
    }

    /// Adds a tag that lists words, with colons between them.
    public SignatureField list(String tag, List<String> words) {
        tags.add(new Tag(tag, String.join(":", words), Breaks.AFTER_COLON));
        return this;
    }

    /// Adds a tag of octets in base64.
    public SignatureField base64(String tag, Bytes octets) {
        tags.add(new Tag(tag, Base64.getEncoder().encodeToString(octets.toArray()), Breaks.ANYWHERE));
        return this;
    }

    /// Adds an identity: a local-part in DKIM-Quoted-Printable (§2.11), an at sign and a domain.
    public SignatureField identity(String tag, Bytes localPart, String domain) {
        String encoded = quotedPrintable(localPart) + "@" + domain;
        tags.add(new Tag(tag, encoded, Breaks.QUOTED_PRINTABLE));
        return this;
    }

    private static String quotedPrintable(Bytes octets) {
        StringBuilder text = new StringBuilder(octets.length());
        for (int i = 0; i < octets.length(); i++) {
            int octet = octets.at(i);
            if (octet > ' ' && octet <= '~' && octet != ';' && octet != '=') {
                text.append((char) octet);
            } else {
                text.append(String.format("=%02X", octet));
            }
        }
        return text.toString();
    }

    /// Lays the field out.
    ///
    /// @param order the order of the tags; those that it does not name come next to last, as they were added
    public Unsigned unsigned(TagOrder order) {
        int signature = order.names().indexOf(SIGNATURE_TAG);
        int place = signature < 0 ? order.names().size() : signature;
        List<Tag> before = named(order.names().subList(0, place));
        tags.stream().filter(tag -> !order.names().contains(tag.name)).forEach(before::add);
        List<Tag> after = named(order.names().subList(place, order.names().size()));
        Lines lines = new Lines(layout, name.length() + 1);
        before.forEach(tag -> lines.tag(tag, ";"));
        return new Unsigned(name, lines.text.toString(), after, layout);
    }

    private List<Tag> named(List<String> names) {
        return names.stream()
                .flatMap(word -> tags.stream().filter(tag -> tag.name.equals(word)))
                .collect(Collectors.toCollection(ArrayList::new));
    }

    /// A field that waits for its signature. Immutable.
    public static final class Unsigned {
        private final String name;
        private final String tags;
        private final List<Tag> after;
        private final Layout layout;

        private Unsigned(String name, String tags, List<Tag> after, Layout layout) {
            this.name = name;
            this.tags = tags;
            this.after = List.copyOf(after);
            this.layout = layout;
        }

        /// The field with b= empty: what goes last into the signature (§3.7).
        public HeaderField empty() {
            return field(Bytes.EMPTY);
        }

        /// The field with its signature, ready to be put into a message: the value begins with a space, folds
        /// are LF and white space, and there is no line end at its end.
        public HeaderField signed(Bytes signature) {
            return field(signature);
        }

        private HeaderField field(Bytes signature) {
            Lines lines = new Lines(layout, layout.columns());
            lines.text.append(tags);
            String value = Base64.getEncoder().encodeToString(signature.toArray());
            lines.tag(new Tag(SIGNATURE_TAG, value, Breaks.ANYWHERE), after.isEmpty() ? "" : ";");
            lines.column = layout.columns(); // so that a new line begins
            for (Tag tag : after) {
                lines.tag(tag, tag.equals(after.getLast()) ? "" : ";");
            }
            return HeaderField.of(name, lines.text.toString());
        }
    }

    /// The lines written so far. Confined to one call.
    private static final class Lines {
        private final Layout layout;
        private final StringBuilder text = new StringBuilder();
        private int column;

        private Lines(Layout layout, int column) {
            this.layout = layout;
            this.column = column;
        }

        private void tag(Tag tag, String end) {
            String whole = tag.name + "=" + tag.value + end;
            // The first tag stays on the line of the name: a field that begins with a fold is one that some
            // break.
            if (text.isEmpty() || column + 1 + whole.length() <= layout.columns()) {
                text.append(' ');
                column++;
            } else {
                fold(layout.fold());
            }
            int written = 0;
            while (whole.length() - written > layout.columns() - column) {
                int cut = cut(tag, whole, written, written + layout.columns() - column);
                if (cut == whole.length()) {
                    break;
                }
                text.append(whole, written, cut);
                fold(layout.inner());
                written = cut;
            }
            text.append(whole, written, whole.length());
            column += whole.length() - written;
        }

        private void fold(String space) {
            text.append('\n').append(space);
            column = Layout.width(space);
        }

        /// Where to break the line: as late as it fits, or else as early as can be.
        private static int cut(Tag tag, String whole, int from, int limit) {
            int first = tag.name.length() + 2;
            int late = limit;
            while (late > from && !isBreak(tag, whole, first, late)) {
                late--;
            }
            if (late > from) {
                return late;
            }
            int early = limit + 1;
            while (early < whole.length() && !isBreak(tag, whole, first, early)) {
                early++;
            }
            return Math.min(early, whole.length());
        }

        private static boolean isBreak(Tag tag, String whole, int first, int at) {
            if (at < first || at >= tag.name.length() + 1 + tag.value.length()) {
                return false;
            }
            return switch (tag.breaks) {
                case NOWHERE -> false;
                case AFTER_COLON -> whole.charAt(at - 1) == ':';
                case ANYWHERE -> true;
                case QUOTED_PRINTABLE ->
                    at <= whole.lastIndexOf('@') && !isEscape(whole, at - 1) && !isEscape(whole, at - 2);
            };
        }

        private static boolean isEscape(String whole, int at) {
            return whole.charAt(at) == '=';
        }
    }
}
