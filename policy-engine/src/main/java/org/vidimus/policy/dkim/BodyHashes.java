package org.vidimus.policy.dkim;

import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.vidimus.policy.base.Bytes;

/// The hashes of one message's body, taken while it streams by.
///
/// Whoever needs a hash says so before the body ([#want]); signatures that need the same hash share it, and
/// each canonical form is made once. The body is hashed octet for octet as it comes: a CR or LF that is not
/// part of a CRLF is data (§3.4.3 and §3.4.4 know no other line end), and no transfer encoding is undone
/// (§3.7). However the body is cut into chunks, the hashes are the same.
///
/// Confined to one thread; what a handle says may be read by others once the thread that calls [#finish] has
/// told them.
public final class BodyHashes {
    private final Map<Canonicalization, CanonicalBody> bodies = new EnumMap<>(Canonicalization.class);
    private boolean started;
    private boolean finished;

    /// No hash is wanted yet.
    public BodyHashes() {}

    /// Asks for a hash.
    ///
    /// @param limit how many octets of the canonical body to hash (l=, §3.5), not negative; empty for all
    /// @throws IllegalStateException if the body has begun
    public Handle want(Canonicalization canonicalization, HashAlgorithm algorithm, OptionalLong limit) {
        if (started || finished) {
            throw new IllegalStateException("the body has begun");
        }
        return bodies.computeIfAbsent(canonicalization, CanonicalBody::of).sink.want(algorithm, limit);
    }

    /// Takes the next octets of the body.
    ///
    /// @return whether anybody needs more of it: once this is false it stays so, and an MTA may be told to
    /// keep the rest
    ///     (`SMFIR_SKIP`)
    /// @throws IllegalStateException after [#finish]
    public boolean update(byte[] chunk, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, chunk.length);
        if (finished) {
            throw new IllegalStateException("the body has ended");
        }
        started = true;
        boolean more = false;
        for (CanonicalBody body : bodies.values()) {
            if (body.sink.needsMore()) {
                body.update(chunk, offset, offset + length);
                body.sink.afterChunk();
                more |= body.sink.needsMore();
            }
        }
        return more;
    }

    /// Whether anybody needs octets of the body. False from the start if nobody wants a hash.
    public boolean needsMore() {
        return bodies.values().stream().anyMatch(body -> body.sink.needsMore());
    }

    /// Says that the body has ended; the second time it does nothing.
    public void finish() {
        if (finished) {
            return;
        }
        finished = true;
        for (CanonicalBody body : bodies.values()) {
            if (body.sink.needsMore()) {
                body.finish();
            }
            body.sink.finish();
        }
    }

    /// One hash.
    public static final class Handle {
        private final HashAlgorithm algorithm;
        private final OptionalLong limit;
        private final MessageDigest digest;
        private long length;
        private boolean limited;
        private @Nullable Bytes result;

        private Handle(HashAlgorithm algorithm, OptionalLong limit) {
            this.algorithm = algorithm;
            this.limit = limit;
            this.digest = algorithm.newDigest();
        }

        /// The hash.
        ///
        /// @throws IllegalStateException before [BodyHashes#finish]
        public Bytes digest() {
            if (result == null) {
                throw new IllegalStateException("the body has not ended");
            }
            return result;
        }

        /// How many octets of the canonical body were hashed. Less than the limit asked for if the body has no
        /// more.
        public long length() {
            return length;
        }

        /// Whether the canonical body has more octets than were hashed.
        public boolean limited() {
            return limited;
        }

        private boolean needsMore() {
            return !limited;
        }

        private void update(byte[] octets, int offset, int count) {
            long room = limit.orElse(Long.MAX_VALUE) - length;
            int hashed = (int) Math.min(count, room);
            digest.update(octets, offset, hashed);
            length += hashed;
            limited |= hashed < count;
        }
    }

    /// Gathers canonical octets into blocks that are worth a call, and gives them to the digests.
    static final class Sink {
        private static final int BLOCK = 16 << 10;
        private static final int LARGE = 1 << 10;

        private final List<Handle> handles = new ArrayList<>();
        private final byte[] block = new byte[BLOCK];
        private int filled;
        private boolean needsMore;
        private boolean limits;

        private Handle want(HashAlgorithm algorithm, OptionalLong limit) {
            for (Handle handle : handles) {
                if (handle.algorithm == algorithm && handle.limit.equals(limit)) {
                    return handle;
                }
            }
            Handle handle = new Handle(algorithm, limit);
            handles.add(handle);
            limits |= limit.isPresent();
            needsMore = true;
            return handle;
        }

        boolean needsMore() {
            return needsMore;
        }

        void write(byte[] octets, int from, int to) {
            int count = to - from;
            if (count > BLOCK - filled) {
                flush();
            }
            if (count >= LARGE && filled == 0) {
                hash(octets, from, count);
            } else {
                append(octets, from, count);
            }
        }

        private void append(byte[] octets, int from, int count) {
            int position = from;
            int left = count;
            while (left > 0) {
                if (filled == BLOCK) {
                    flush();
                }
                int part = Math.min(left, BLOCK - filled);
                System.arraycopy(octets, position, block, filled, part);
                filled += part;
                position += part;
                left -= part;
            }
        }

        /// Where there are limits, what has been gathered may be all that is needed.
        private void afterChunk() {
            if (limits) {
                flush();
            }
        }

        private void flush() {
            if (filled > 0) {
                hash(block, 0, filled);
                filled = 0;
            }
        }

        private void hash(byte[] octets, int offset, int count) {
            boolean more = false;
            for (Handle handle : handles) {
                if (handle.needsMore()) {
                    handle.update(octets, offset, count);
                    more |= handle.needsMore();
                }
            }
            needsMore = more;
        }

        private void finish() {
            flush();
            for (Handle handle : handles) {
                handle.result = Bytes.of(handle.digest.digest());
            }
        }
    }
}
