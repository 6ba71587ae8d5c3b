package org.vidimus.policy.mime;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.apache.james.mime4j.util.CharsetUtil;
import org.jspecify.annotations.Nullable;
import org.vidimus.policy.base.Bytes;

/// The octets of parts as text.
public final class PartText {
    // What a part has to be in if nothing is said, and what is said without a thought.
    private static final Set<Charset> UNSAID = Set.of(StandardCharsets.US_ASCII);

    private PartText() {}

    /// The text of a part that is no container.
    ///
    /// Octets that its charset does not have become U+FFFD. Interpretation: in a charset that nobody knows, and in
    /// US-ASCII, they are UTF-8 where all of them are and ISO-8859-1 otherwise, as they are in header fields.
    public static String of(Part.Content.Leaf leaf) {
        Charset charset = leaf.charset().isEmpty() ? null : charset(leaf.charset());
        return charset == null || UNSAID.contains(charset) ? plain(leaf.octets()) : decoded(leaf.octets(), charset);
    }

    /// Octets of which nothing is known.
    public static String plain(Bytes octets) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(octets.toArray()))
                    .toString();
        } catch (CharacterCodingException _) {
            return octets.latin1();
        }
    }

    private static @Nullable Charset charset(String name) {
        return CharsetUtil.lookup(name);
    }

    private static String decoded(Bytes octets, Charset charset) {
        try {
            CharBuffer text = charset.newDecoder()
                    .onMalformedInput(CodingErrorAction.REPLACE)
                    .onUnmappableCharacter(CodingErrorAction.REPLACE)
                    .decode(ByteBuffer.wrap(octets.toArray()));
            return text.toString();
        } catch (CharacterCodingException _) {
            return plain(octets);
        }
    }
}
