package org.vidimus.policy.mime;

import java.util.List;
import java.util.Optional;
import org.vidimus.policy.base.Budgets;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.message.HeaderBlock;

/// The parts of a message.
///
/// Immutable.
///
/// @param parts in the order of the message, a container before what it holds; at least one
/// @param cut why parts at the end are missing; empty if none are
public record MimeParts(List<Part> parts, Optional<Cut> cut) {
    /// Why parts are missing, or not taken apart.
    public enum Cut {
        /// There are more than [Budgets.Mime#parts()].
        PARTS("parts"),
        /// What is nested deeper than [Budgets.Mime#depth()] is one part as it stands; nothing is missing.
        DEPTH("depth of parts"),
        /// Their headers are larger than [Budgets.Mime#headerBytes()].
        HEADERS("header octets of parts"),
        /// The parser gave up.
        MALFORMED("a fault in the MIME structure");

        private final String word;

        Cut(String word) {
            this.word = word;
        }

        /// For the log.
        public String word() {
            return word;
        }
    }

    /// Copies the list.
    public MimeParts {
        parts = List.copyOf(parts);
    }

    /// Takes a message apart.
    ///
    /// Interpretation: a message without MIME-Version is read as if it had one. RFC 2045 §4 leaves that to the
    /// reader, and mail programs do so.
    ///
    /// @param header its header
    /// @param body its body, or the beginning of it
    public static MimeParts of(HeaderBlock header, Bytes body, Budgets.Mime limits) {
        return new PartReader(limits).read(header, body);
    }
}
