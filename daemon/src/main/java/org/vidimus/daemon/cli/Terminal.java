package org.vidimus.daemon.cli;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/// Where a command reads and writes. Tests hand in buffers.
public record Terminal(InputStream in, PrintStream out, PrintStream err) {
    /// The process's own three streams, always in UTF-8.
    public static Terminal system() {
        return new Terminal(
                new FileInputStream(FileDescriptor.in), stream(FileDescriptor.out), stream(FileDescriptor.err));
    }

    private static PrintStream stream(FileDescriptor descriptor) {
        return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
    }

    /// Says what went wrong on the error stream.
    void complain(String command, String message) {
        err.println(command + ": " + message);
        err.flush();
    }
}
