package org.vidimus.daemon.explain;

import java.util.Optional;
import org.vidimus.policy.base.Ascii;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.message.HeaderBlock;

/// The envelope sender, and who says so.
///
/// Immutable.
///
/// @param address the argument of MAIL FROM, angle brackets included; without octets where it is not known
record Sender(Bytes address, Origin origin) {
    private static final Bytes UNKNOWN = Bytes.utf8("unknown");
    private static final Bytes RETURN_PATH = Bytes.utf8("Return-Path");

    /// Who says so.
    enum Origin {
        /// Whoever asks for the check.
        GIVEN("given"),
        /// The message's only Return-Path field, where the MTA that delivered it wrote the sender down ([RFC 5321
        /// §4.4](https://www.rfc-editor.org/rfc/rfc5321#section-4.4)).
        RETURN_PATH("return-path"),
        /// Nobody.
        UNKNOWN("unknown");

        private final String word;

        Origin(String word) {
            this.word = word;
        }

        String word() {
            return word;
        }
    }

    /// What the examination is told. It is told something without a domain where nothing is known: no sender at all
    /// would be the null sender, which a message that is no bounce never had.
    Bytes examined() {
        return origin == Origin.UNKNOWN ? UNKNOWN : address;
    }

    static Sender of(Optional<Bytes> given, HeaderBlock header) {
        if (given.isPresent()) {
            return new Sender(given.get(), Origin.GIVEN);
        }
        var fields = header.named(RETURN_PATH);
        if (fields.size() != 1) {
            return new Sender(Bytes.EMPTY, Origin.UNKNOWN); // of several, all but one were there before
        }
        Bytes path = strip(fields.getFirst().field().unfolded());
        return path.isEmpty() ? new Sender(Bytes.EMPTY, Origin.UNKNOWN) : new Sender(path, Origin.RETURN_PATH);
    }

    private static Bytes strip(Bytes value) {
        int from = 0;
        int to = value.length();
        while (from < to && Ascii.isWhiteSpace(value.at(from))) {
            from++;
        }
        while (to > from && Ascii.isWhiteSpace(value.at(to - 1))) {
            to--;
        }
        return value.slice(from, to);
    }
}
