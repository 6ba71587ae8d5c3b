package org.vidimus.policy.phishing;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.vidimus.policy.base.Ascii;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.message.HeaderText;
import org.vidimus.policy.message.MailAddress;
import org.vidimus.policy.message.ReversePath;

/// An address of a header field as mail programs show it: its display name, decoded, and where it leads.
///
/// This reading is made for what cannot be read strictly too, as mail programs do. Nothing that authenticates may
/// use it; [org.vidimus.policy.message.AddressList] is for that.
///
/// Immutable.
///
/// @param name the display name, or the comment where there is none; empty where there is neither. At most 400
///     characters
/// @param encoded whether encoded-words stood in the name
/// @param address where it leads; empty where that is no address with a domain
record ShownMailbox(String name, boolean encoded, Optional<MailAddress> address) {
    private static final int MOST_OCTETS = 16 << 10;
    private static final int MOST_MAILBOXES = 50;
    private static final int MOST_NAME = 400;
    private static final Bytes ENCODED_WORD = Bytes.utf8("=?");

    /// The mailboxes of a field's value, at most 50, from its first 16 KiB.
    ///
    /// @param value without folds
    static List<ShownMailbox> of(Bytes value) {
        return new Reader(value.slice(0, Math.min(value.length(), MOST_OCTETS))).read();
    }

    /// Reads from left to right and never back. Confined to one call.
    private static final class Reader {
        private final Bytes value;
        private final List<ShownMailbox> mailboxes = new ArrayList<>();
        private final ByteArrayOutputStream words = new ByteArrayOutputStream();
        private final ByteArrayOutputStream comment = new ByteArrayOutputStream();
        private Bytes angle = Bytes.EMPTY;
        private int position;

        Reader(Bytes value) {
            this.value = value;
        }

        List<ShownMailbox> read() {
            while (position < value.length() && mailboxes.size() < MOST_MAILBOXES) {
                int octet = value.at(position++);
                switch (octet) {
                    case '"' -> quoted();
                    case '(' -> comment();
                    case '<' -> angle();
                    case ',', ';' -> end();
                    case ':' -> words.reset(); // what stood there is the name of a group
                    default -> words.write(octet);
                }
            }
            end();
            return mailboxes;
        }

        private void quoted() {
            while (position < value.length()) {
                int octet = value.at(position++);
                if (octet == '"') {
                    return;
                }
                words.write(octet == '\\' && position < value.length() ? value.at(position++) : octet);
            }
        }

        private void comment() {
            int depth = 1;
            while (position < value.length()) {
                int octet = value.at(position++);
                depth += octet == '(' ? 1 : octet == ')' ? -1 : 0;
                if (depth == 0) {
                    return;
                }
                comment.write(octet == '\\' && position < value.length() ? value.at(position++) : octet);
            }
        }

        /// The last one leads somewhere; those before it only look so.
        private void angle() {
            if (!angle.isEmpty()) {
                words.write(' ');
                words.writeBytes(angle.toArray());
            }
            int end = value.indexOf('>', position);
            int stop = end < 0 ? value.length() : end;
            angle = value.slice(position, stop);
            position = Math.min(value.length(), stop + 1);
        }

        private void end() {
            Bytes text = trimmed(Bytes.of(words.toByteArray()));
            Bytes note = Bytes.of(comment.toByteArray());
            Optional<MailAddress> address = address(angle.isEmpty() ? text : trimmed(angle));
            boolean bare = angle.isEmpty() && address.isPresent();
            Bytes name = bare || text.isEmpty() ? note : text;
            if (address.isPresent() || !name.isEmpty()) {
                mailboxes.add(
                        new ShownMailbox(cut(HeaderText.decoded(name)), name.indexOf(ENCODED_WORD, 0) >= 0, address));
            }
            words.reset();
            comment.reset();
            angle = Bytes.EMPTY;
        }

        private static Optional<MailAddress> address(Bytes target) {
            return ReversePath.parse(target) instanceof ReversePath.Mailbox(MailAddress address)
                    ? Optional.of(address)
                    : Optional.empty();
        }

        private static Bytes trimmed(Bytes text) {
            int start = 0;
            int end = text.length();
            while (start < end && Ascii.isWhiteSpace(text.at(start))) {
                start++;
            }
            while (end > start && Ascii.isWhiteSpace(text.at(end - 1))) {
                end--;
            }
            return text.slice(start, end);
        }

        private static String cut(String name) {
            return name.codePoints()
                    .limit(MOST_NAME)
                    .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                    .toString();
        }
    }
}
