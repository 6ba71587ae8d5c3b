package org.vidimus.milter.transcript;

import java.io.IOException;
import java.util.List;

/// A filter that plays a script and listens for MTAs.
public interface RunningFilter extends AutoCloseable {
    /// What it has logged, one event a line, once every connection has been closed or five seconds have passed.
    List<String> events() throws IOException;

    /// What went wrong in it and should not have.
    List<String> failures() throws IOException;

    @Override
    void close() throws IOException;

    /// Starts filters of one kind.
    interface Kind {
        /// The tag: `vidimus`, `libmilter` or `raw`.
        String tag();

        /// Starts a filter on 127.0.0.1.
        ///
        /// @param script the lines of a `filter` section
        /// @param port where it must listen
        RunningFilter start(List<String> script, int port) throws IOException;
    }
}
