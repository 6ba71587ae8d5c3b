package org.vidimus.milter.net;

import java.util.concurrent.atomic.AtomicLong;

/// How many octets that have arrived may wait to be read: of one link, and of all links that share the budget.
///
/// A link over its own share is not read from the network until half of it is gone. While all together are over the
/// total, a link is read only when nothing of it waits, so that each can still make progress.
///
/// Thread-safe.
public final class ReadBudget {
    private final int perLink;
    private final long total;
    private final AtomicLong waiting = new AtomicLong();

    /// A budget with nothing waiting.
    ///
    /// @param perLink octets, 1 or more
    /// @param total octets, 1 or more
    public ReadBudget(int perLink, long total) {
        if (perLink < 1 || total < 1) {
            throw new IllegalArgumentException("budget " + perLink + " of " + total);
        }
        this.perLink = perLink;
        this.total = total;
    }

    /// How many octets wait on all links.
    public long waiting() {
        return waiting.get();
    }

    void add(int octets) {
        waiting.addAndGet(octets);
    }

    /// Whether a link with so many octets waiting must not be read from the network.
    boolean exceededBy(int ofLink) {
        return ofLink > perLink || ofLink > 0 && waiting.get() > total;
    }

    /// Whether a link that was not read may be read again.
    boolean allows(int ofLink) {
        return ofLink == 0 || ofLink <= perLink / 2 && waiting.get() <= total;
    }
}
