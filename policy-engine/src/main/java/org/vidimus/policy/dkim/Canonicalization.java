package org.vidimus.policy.dkim;

import java.util.Optional;
import org.vidimus.policy.base.Bytes;

/// How much a message may change on its way without breaking a signature
/// ([§3.4](https://www.rfc-editor.org/rfc/rfc6376#section-3.4)). Header and body have one each.
public enum Canonicalization {
    /// Next to nothing may change (§3.4.1, §3.4.3).
    SIMPLE("simple"),
    /// White space and the case of field names may change (§3.4.2, §3.4.4).
    RELAXED("relaxed");

    private final String word;

    Canonicalization(String word) {
        this.word = word;
    }

    /// The word in c=.
    public String word() {
        return word;
    }

    /// The canonicalization that `word` names.
    ///
    /// Interpretation: letters in any case. §3.2 has values case-sensitive, the grammar of c= is ABNF, whose
    /// literals are not.
    public static Optional<Canonicalization> named(Bytes word) {
        for (Canonicalization canonicalization : values()) {
            if (word.equalsIgnoreCaseAscii(Bytes.utf8(canonicalization.word))) {
                return Optional.of(canonicalization);
            }
        }
        return Optional.empty();
    }

    /// The two of a c= tag.
    ///
    /// @param header the header's
    /// @param body the body's
    public record Pair(Canonicalization header, Canonicalization body) {
        /// What a signature without c= has.
        public static final Pair DEFAULT = new Pair(SIMPLE, SIMPLE);

        /// Reads the value of c=; empty if a word is unknown.
        public static Optional<Pair> parse(Bytes value) {
            int slash = value.indexOf('/', 0);
            Optional<Canonicalization> header = named(slash < 0 ? value : value.slice(0, slash));
            // §3.5: where only one is named, the body's is simple.
            Optional<Canonicalization> body = slash < 0 ? Optional.of(SIMPLE) : named(value.slice(slash + 1));
            return header.flatMap(h -> body.map(b -> new Pair(h, b)));
        }

        /// The value of c=.
        @Override
        public String toString() {
            return header.word + "/" + body.word;
        }
    }
}
