package org.vidimus.daemon.wiring;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;

/// What has been opened and is to be closed, the last first. Confined to one thread at a time.
final class Resources {
    private final Deque<AutoCloseable> open = new ArrayDeque<>();

    <T extends AutoCloseable> T add(T resource) {
        open.push(resource);
        return resource;
    }

    /// Closes all of them, whatever becomes of each.
    ///
    /// @throws IOException of the first that could not be closed
    void close() throws IOException {
        IOException first = null;
        while (!open.isEmpty()) {
            try {
                open.pop().close();
            } catch (Exception failed) {
                IOException failure = failed instanceof IOException plain ? plain : new IOException(failed);
                if (first == null) {
                    first = failure;
                } else {
                    first.addSuppressed(failure);
                }
            }
        }
        if (first != null) {
            throw first;
        }
    }
}
