package org.vidimus.daemon.text;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.vidimus.milter.net.Transport;

/// The version of this program and what it runs on.
public final class Version {
    private Version() {}

    /// The version number, as the build wrote it.
    public static String number() {
        try (InputStream file = Objects.requireNonNull(Version.class.getResourceAsStream("version"))) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /// What `vidimus --version` prints.
    public static List<String> lines() {
        String transport;
        try (Transport tried = Transport.open(1)) {
            transport = tried.name();
        }
        return List.of(
                "vidimus " + number(),
                "java " + Runtime.version() + " (" + System.getProperty("java.vendor") + ")",
                "os " + System.getProperty("os.name") + " " + System.getProperty("os.version") + " "
                        + System.getProperty("os.arch"),
                "transport " + transport);
    }
}
