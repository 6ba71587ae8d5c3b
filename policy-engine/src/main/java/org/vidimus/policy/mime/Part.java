package org.vidimus.policy.mime;

import java.util.List;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.message.HeaderField;

/// One part of a message. Immutable.
///
/// @param type its media type
/// @param depth how many parts it stands in: 0 for the message itself
/// @param fields the fields of its header whose names begin with `Content-`, as received
/// @param content what it holds
public record Part(MediaType type, int depth, List<HeaderField> fields, Content content) {
    /// What a part holds.
    public sealed interface Content {
        /// Something that is no container.
        ///
        /// @param octets its content with the transfer encoding undone
        /// @param charset as its header says it, in lower case; empty if that is not said
        record Leaf(Bytes octets, String charset) implements Content {}

        /// Other parts, which follow it in the list with a greater depth ([RFC 2046
        /// §5.1](https://www.rfc-editor.org/rfc/rfc2046#section-5.1)).
        ///
        /// @param prologue what stands before the first boundary
        /// @param epilogue what stands behind the last one
        record Multipart(Bytes prologue, Bytes epilogue) implements Content {}

        /// A message, whose body is the next part of the list ([RFC 2046
        /// §5.2.1](https://www.rfc-editor.org/rfc/rfc2046#section-5.2.1)).
        ///
        /// @param header its header, each line with CRLF, without the empty line
        record Message(Bytes header) implements Content {}
    }

    /// Copies the list.
    public Part {
        fields = List.copyOf(fields);
    }
}
