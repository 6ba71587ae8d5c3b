package org.vidimus.policy.pipeline;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.message.HeaderBlock;

/// The name of the mailing list that a message says it comes from ([RFC 2919
/// §2](https://www.rfc-editor.org/rfc/rfc2919#section-2)). Anybody can write one.
final class ListId {
    private static final Bytes NAME = Bytes.utf8("List-Id");
    private static final int LONGEST = 255; // RFC 2919 §2

    private ListId() {}

    /// The list-id, in lower case; empty if there is no List-Id field, more than one, or none that can be
    /// read.
    ///
    /// RFC 2919 §3: a phrase or comments, then the list-id in angle brackets, and nothing after it. §6: it is
    /// compared without regard to case.
    static Optional<String> of(HeaderBlock header) {
        List<HeaderBlock.Entry> fields = header.named(NAME);
        return fields.size() == 1 ? parse(fields.getFirst().field().unfolded()) : Optional.empty();
    }

    private static Optional<String> parse(Bytes value) {
        String text = value.latin1().strip();
        int open = text.lastIndexOf('<');
        if (open < 0 || !text.endsWith(">")) {
            return Optional.empty();
        }
        String id = text.substring(open + 1, text.length() - 1);
        boolean atoms = id.matches("[!#$%&'*+/=?^_`{|}~A-Za-z0-9-]+(\\.[!#$%&'*+/=?^_`{|}~A-Za-z0-9-]+)*");
        return atoms && id.length() <= LONGEST ? Optional.of(id.toLowerCase(Locale.ROOT)) : Optional.empty();
    }
}
