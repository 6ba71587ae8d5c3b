package org.vidimus.daemon.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vidimus.daemon.cli.Console.Result;

/// What `vidimus check` takes and refuses; what it prints is in the tests of `explain` and in `docs/example`.
class CheckCommandTest {
    private static final Path EXAMPLE = Path.of("..", "docs", "example");
    private static final String MESSAGE = EXAMPLE.resolve("message.eml").toString();
    private static final String ZONE = EXAMPLE.resolve("dns.zone").toString();

    @Test
    void badUsageHasStatusTwo() {
        refused("missing FILE");
        refused("superfluous operand b", "a", "b");
        refused("--ip: \"localhost\" is no IP address", "m", "--ip", "localhost");
        refused("--ip: \"1.2.3\" is no IP address", "m", "--ip", "1.2.3"); // not 1.2.0.3
        refused("--ip: \"192.0.2.1/24\" is no IP address", "m", "--ip", "192.0.2.1/24");
        refused("--at: \"yesterday\" is no time such as 2026-01-31T12:00:00Z", "m", "--at", "yesterday");
        refused("--at: \"2026-02-30T12:00:00Z\" is no time such as ", "m", "--at", "2026-02-30T12:00:00Z");
        refused("--at: \"2026-01-31 12:00\" is no time such as ", "m", "--at", "2026-01-31 12:00");
        refused("either --zone or --dns, not both", "m", "--zone", ZONE, "--dns", "127.0.0.1:53");
        refused("--dns: \"ns.example\", character 1: expected an address", "m", "--dns", "ns.example");
        refused("--dns: \"127.0.0.1:0\", character 11: expected a port", "m", "--dns", "127.0.0.1:0");
        refused("--mail-from: a control character in the address", "m", "--mail-from", "a\r\nb@example.org");
        refused("--authserv-id: \"a b\", octet 2: not a letter", "m", "--authserv-id", "a b");
        refused("unknown option --jsn; did you mean --json?", "m", "--jsn");
        refused("missing --zone FILE", "m", "--zone");
        refused("--ip is given twice", "m", "--ip", "192.0.2.1", "--ip", "192.0.2.2");
    }

    private static void refused(String message, String... arguments) {
        Result result = check(arguments);
        assertEquals(2, result.status());
        assertEquals("", result.out());
        assertTrue(result.err().startsWith("vidimus check: " + message), result.err());
        assertTrue(result.err().endsWith("\nTry: vidimus check --help\n"), result.err());
    }

    @Test
    void whatCannotBeReadHasStatusOneAndIsNamed(@TempDir Path folder) throws IOException {
        Path none = folder.resolve("none");
        failed(none + ": no such file or folder", none.toString(), "--zone", ZONE);
        failed(folder + ": cannot be read: Is a directory", folder.toString(), "--zone", ZONE);
        failed(none + ": no such file or folder", MESSAGE, "--zone", none.toString());
        Path zone = folder.resolve("bad.zone");
        Files.writeString(zone, "example.org. A 192.0.2.1\nexample.org. A 192.0.2.256\n");
        failed(zone + ":2: ", MESSAGE, "--zone", zone.toString());
        Files.writeString(zone, "; all is well\n\n;! SERVFAUL example.org ANY\n");
        failed(zone + ":3: neither SERVFAIL nor TIMEOUT", MESSAGE, "--zone", zone.toString());
        Path endless = folder.resolve("endless.eml");
        Files.writeString(endless, "Subject: a\n" + " b\n".repeat(2 << 20));
        failed(endless + ": the header does not end within 4 MiB", endless.toString(), "--zone", ZONE);
        Files.writeString(endless, "Subject: a\n" + "b".repeat(5 << 20));
        failed(endless + ": the header does not end within 4 MiB", endless.toString(), "--zone", ZONE);
    }

    private static void failed(String message, String... arguments) {
        Result result = check(arguments);
        assertEquals(1, result.status());
        assertEquals("", result.out());
        assertTrue(result.err().startsWith("vidimus check: " + message), result.err());
        assertEquals(1, result.err().lines().count(), result.err());
    }

    private static Result check(String... arguments) {
        return Console.run(with("check", arguments));
    }

    private static String[] with(String command, String... arguments) {
        var line = new ArrayList<>(List.of(command));
        line.addAll(List.of(arguments));
        return line.toArray(String[]::new);
    }
}
