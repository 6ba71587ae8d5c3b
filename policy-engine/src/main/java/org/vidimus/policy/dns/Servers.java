package org.vidimus.policy.dns;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.LongSupplier;

/// The servers and the order in which to ask them: in turn, and those that have just failed after the others.
///
/// Thread-safe.
final class Servers {
    private static final long SET_BACK = Duration.ofSeconds(30).toNanos();

    private final List<ServerAddress> servers;
    private final LongSupplier nanoTime;
    private final long start;
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicLongArray setBackUntil; // in nanoseconds after start

    Servers(List<ServerAddress> servers, LongSupplier nanoTime) {
        this.servers = servers;
        this.nanoTime = nanoTime;
        this.start = nanoTime.getAsLong();
        this.setBackUntil = new AtomicLongArray(servers.size());
    }

    /// All of them, in the order for one question.
    List<ServerAddress> order() {
        int first = Math.floorMod(next.getAndIncrement(), servers.size());
        long now = nanoTime.getAsLong() - start;
        List<ServerAddress> order = new ArrayList<>(servers.size());
        List<ServerAddress> last = new ArrayList<>();
        for (int i = 0; i < servers.size(); i++) {
            int at = (first + i) % servers.size();
            (setBackUntil.get(at) > now ? last : order).add(servers.get(at));
        }
        order.addAll(last);
        return order;
    }

    /// Remembers that `server` was of use, or was not.
    void remember(ServerAddress server, boolean useful) {
        long until = useful ? 0 : nanoTime.getAsLong() - start + SET_BACK;
        setBackUntil.set(servers.indexOf(server), until);
    }
}
