package org.vidimus.policy.sieve.run;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.vidimus.policy.base.Ascii;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.message.HeaderBlock;
import org.vidimus.policy.message.HeaderField;
import org.vidimus.policy.message.HeaderText;

/// The header of the message as the script has made it so far ([RFC 5293
/// §4](https://www.rfc-editor.org/rfc/rfc5293#section-4): tests see what was added and do not see what was
/// deleted).
///
/// Confined to one run.
public final class EditedHeader {
    private final HeaderBlock received;
    private final List<Field> fields;
    private long grown;

    /// A field as tests see it.
    public static final class Field {
        /// How many kinds of parts a field is asked for.
        public static final int KINDS = 8;

        private final HeaderField field;
        private final int hash;
        private final int origin;
        private @Nullable String name;
        private @Nullable String text;
        private @Nullable List<@Nullable List<String>> parts;
        // The fields of this name from this one on; made when they are asked for.
        private @Nullable List<Field> alike;

        private Field(HeaderField field, int origin) {
            this.field = field;
            this.hash = hash(field.name());
            this.origin = origin;
        }

        /// The field.
        public HeaderField field() {
            return field;
        }

        /// Its name in lower case.
        public String name() {
            if (name == null) {
                name = field.name().latin1().strip().toLowerCase(Locale.ROOT);
            }
            return name;
        }

        private boolean isNamed(String lower) {
            return hash == lower.hashCode() && name().equals(lower);
        }

        /// That of the name in lower case, as [String#hashCode] has it, without a string.
        private static int hash(Bytes name) {
            int end = name.length();
            while (end > 0 && Ascii.isWhiteSpace(name.at(end - 1))) {
                end--;
            }
            int hash = 0;
            for (int i = 0; i < end; i++) {
                int octet = name.at(i);
                hash = 31 * hash + (octet >= 'A' && octet <= 'Z' ? octet + ('a' - 'A') : octet);
            }
            return hash;
        }

        /// What tests of addresses look at, made once.
        ///
        /// @param kind what is made, from 0: below [#KINDS]
        public List<String> parts(int kind, Function<HeaderField, List<String>> maker) {
            if (parts == null) {
                parts = new ArrayList<>(Collections.nCopies(KINDS, null));
            }
            List<String> known = parts.get(kind);
            if (known == null) {
                known = maker.apply(field);
                parts.set(kind, known);
            }
            return known;
        }

        /// Its value: unfolded, encoded-words decoded, without white space at either end (§2.7.2).
        public String text() {
            if (text == null) {
                text = HeaderText.decoded(field).strip();
            }
            return text;
        }
    }

    /// What became of a header.
    ///
    /// Immutable.
    ///
    /// @param removed the fields of the header as received that were deleted, by their index in it, in order
    /// @param top what was put above it, the uppermost first
    /// @param bottom what was put below it, in order
    public record Changes(List<Integer> removed, List<HeaderField> top, List<HeaderField> bottom) {
        /// Nothing was changed.
        public static final Changes NONE = new Changes(List.of(), List.of(), List.of());

        /// Copies the lists.
        public Changes {
            removed = List.copyOf(removed);
            top = List.copyOf(top);
            bottom = List.copyOf(bottom);
        }

        /// Whether nothing was changed.
        public boolean isEmpty() {
            return removed.isEmpty() && top.isEmpty() && bottom.isEmpty();
        }
    }

    EditedHeader(HeaderBlock received) {
        this.received = received;
        this.fields = new ArrayList<>(received.entries().size());
        for (int i = 0; i < received.entries().size(); i++) {
            fields.add(new Field(received.entries().get(i).field(), i));
        }
    }

    /// All fields, the topmost first.
    public List<Field> fields() {
        return Collections.unmodifiableList(fields);
    }

    /// How many fields there are.
    public int size() {
        return fields.size();
    }

    /// The fields of this name, the topmost first.
    ///
    /// @param name in lower case
    public List<Field> named(String name) {
        for (int i = 0; i < fields.size(); i++) {
            Field first = fields.get(i);
            if (first.isNamed(name)) {
                if (first.alike == null) {
                    first.alike = fields.stream()
                            .skip(i)
                            .filter(field -> field.isNamed(name))
                            .toList();
                }
                return first.alike;
            }
        }
        return List.of();
    }

    private void changed() {
        fields.forEach(field -> field.alike = null);
    }

    /// Puts a field above all others.
    public void addFirst(HeaderField field) {
        fields.addFirst(new Field(field, -1));
        grown += octets(field);
        changed();
    }

    /// Puts a field below all others.
    public void addLast(HeaderField field) {
        fields.addLast(new Field(field, -1));
        grown += octets(field);
        changed();
    }

    /// Takes fields out.
    public void removeAll(Collection<Field> some) {
        // Fields are the same only if they are one.
        fields.removeAll(Set.copyOf(some));
        some.forEach(field -> grown -= octets(field.field));
        changed();
    }

    /// By how many octets the header is longer than as it was received, line ends counted as CRLF; negative if it
    /// is shorter.
    public long grown() {
        return grown;
    }

    private static long octets(HeaderField field) {
        Bytes value = field.value();
        long octets = field.name().length() + 1L + value.length() + 2;
        for (int at = value.indexOf('\n', 0); at >= 0; at = value.indexOf('\n', at + 1)) {
            octets += at > 0 && value.at(at - 1) == '\r' ? 0 : 1;
        }
        return octets;
    }

    /// What is different from the header as received.
    public Changes changes() {
        boolean[] kept = new boolean[received.entries().size()];
        List<HeaderField> top = new ArrayList<>();
        List<HeaderField> bottom = new ArrayList<>();
        // Where everything received is gone, what was added counts as added on top.
        boolean below = false;
        for (Field field : fields) {
            if (field.origin >= 0) {
                kept[field.origin] = true;
                below = true;
            } else {
                (below ? bottom : top).add(field.field);
            }
        }
        List<Integer> removed = new ArrayList<>();
        for (int i = 0; i < kept.length; i++) {
            if (!kept[i]) {
                removed.add(i);
            }
        }
        return new Changes(removed, top, bottom);
    }
}
