package org.vidimus.policy.phishing;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.dkim.HashAlgorithm;

/// Remembers Message-IDs in memory, the latest ones, for a while: about 200 octets for each.
///
/// Thread-safe.
public final class RecentMessageIds implements MessageIds {
    private final Cache<Hash, Hash> bodies;

    /// The first half of a SHA-256, which nobody finds twice.
    private record Hash(long high, long low) {
        static Hash of(Bytes octets) {
            ByteBuffer digest = ByteBuffer.wrap(HashAlgorithm.SHA256.newDigest().digest(octets.toArray()));
            return new Hash(digest.getLong(), digest.getLong());
        }
    }

    /// An empty memory.
    ///
    /// @param most how many Message-IDs, at least 1; beyond that those go first that are of the least use
    /// @param time how long each is remembered, positive
    /// @param nanoTime a clock of nanoseconds that only moves forward
    /// @throws IllegalArgumentException if a number is out of its range
    public RecentMessageIds(int most, Duration time, LongSupplier nanoTime) {
        if (most < 1 || !time.isPositive()) {
            throw new IllegalArgumentException(most + " Message-IDs for " + time);
        }
        this.bodies = Caffeine.newBuilder()
                .maximumSize(most)
                .expireAfterWrite(time)
                .ticker(nanoTime::getAsLong)
                .executor(Runnable::run)
                .build();
    }

    @Override
    public boolean cameWithAnother(Bytes messageId, Bytes bodyHash) {
        Hash body = Hash.of(bodyHash);
        return !bodies.get(Hash.of(messageId), _ -> body).equals(body);
    }
}
