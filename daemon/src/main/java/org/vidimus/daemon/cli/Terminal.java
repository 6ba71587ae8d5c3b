package org.vidimus.daemon.cli;

import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.vidimus.daemon.explain.Page;

/// Where a command reads and writes. Tests hand in buffers.
///
/// @param colours whether `out` goes to somebody who likes colours
public record Terminal(InputStream in, PrintStream out, PrintStream err, boolean colours) {
    /// Without colours.
    public Terminal(InputStream in, PrintStream out, PrintStream err) {
        this(in, out, err, false);
    }

    /// The process's own three streams, always in UTF-8.
    public static Terminal system() {
        return new Terminal(
                new FileInputStream(FileDescriptor.in),
                stream(FileDescriptor.out),
                stream(FileDescriptor.err),
                likesColours(System.getenv("NO_COLOR"), System.getenv("TERM")));
    }

    /// A terminal that knows how, and a user who does not mind (no-color.org). Whoever pipes something in or out gets
    /// plain text.
    @SuppressWarnings("SystemConsoleNull") // Java 25 returns null again where there is no terminal
    private static boolean likesColours(@Nullable String noColor, @Nullable String term) {
        Console console = System.console();
        return console != null
                && console.isTerminal()
                && (noColor == null || noColor.isEmpty())
                && term != null
                && !term.equals("dumb");
    }

    private static PrintStream stream(FileDescriptor descriptor) {
        return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
    }

    /// Prints a page.
    void show(Page page) {
        page.lines(colours).forEach(out::println);
    }

    /// Says what went wrong on the error stream.
    void complain(String command, String message) {
        err.println(command + ": " + message);
        err.flush();
    }
}
