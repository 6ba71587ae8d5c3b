package org.vidimus.daemon.cli;

import java.io.IOException;
import org.slf4j.LoggerFactory;
import org.vidimus.daemon.logging.Logging;

/// Lets something run until the process is told to end.
final class UntilSignal {
    private UntilSignal() {}

    /// Waits; at SIGTERM or SIGINT closes `running` and ends the process, with status 0 if that went well.
    ///
    /// Returns only by being interrupted, with `running` closed.
    static void serve(AutoCloseable running) throws InterruptedException, IOException {
        var stop = Thread.ofPlatform()
                .name("stop")
                .unstarted(() -> Runtime.getRuntime().halt(close(running)));
        Runtime.getRuntime().addShutdownHook(stop);
        try {
            Thread.currentThread().join();
        } catch (InterruptedException told) {
            Runtime.getRuntime().removeShutdownHook(stop);
            close(running);
            throw told;
        }
    }

    /// A JVM that a signal ends exits with 128 and the signal's number, unless the hook halts it.
    private static int close(AutoCloseable running) {
        try {
            running.close();
            return Cli.DONE;
        } catch (Exception failed) {
            LoggerFactory.getLogger(UntilSignal.class).error("could not stop cleanly", failed);
            return Cli.FAILED;
        } finally {
            Logging.stop();
        }
    }
}
