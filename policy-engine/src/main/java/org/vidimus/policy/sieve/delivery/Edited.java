package org.vidimus.policy.sieve.delivery;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.message.HeaderField;
import org.vidimus.policy.message.RawMessage;
import org.vidimus.policy.sieve.run.EditedHeader;

/// A message with the header that a script made ([RFC 5293](https://www.rfc-editor.org/rfc/rfc5293)).
public final class Edited {
    private Edited() {}

    /// The octets of `message` with the changes carried out; what was not changed is as it was received, line ends
    /// apart, which are CRLF in the header.
    ///
    /// @param above fields that go above all others
    public static Bytes message(RawMessage message, EditedHeader.Changes changes, List<HeaderField> above) {
        Composer out = new Composer();
        Set<Integer> removed = new HashSet<>(changes.removed());
        above.forEach(field -> field(field, out));
        changes.top().forEach(field -> field(field, out));
        for (int i = 0; i < message.header().entries().size(); i++) {
            if (!removed.contains(i)) {
                field(message.header().entries().get(i).field(), out);
            }
        }
        changes.bottom().forEach(field -> field(field, out));
        return out.raw("\r\n").raw(message.body()).message();
    }

    private static void field(HeaderField field, Composer out) {
        out.raw(field.name()).raw(":").raw(field.value()).raw("\r\n");
    }
}
