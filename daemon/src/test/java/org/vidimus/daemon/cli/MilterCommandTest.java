package org.vidimus.daemon.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vidimus.daemon.cli.Console.Result;
import org.vidimus.daemon.config.Keys;
import org.vidimus.daemon.config.PolicyKeys;
import org.vidimus.daemon.config.Settings;
import org.vidimus.daemon.wiring.Wiring;

class MilterCommandTest {
    @Test
    void mistakesInTheFileStopTheStart(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("v.toml"), "[milter]\nlistne = []\n");
        assertEquals(
                new Result(1, "", file + ":2:1: milter.listne: unknown key in [milter]; did you mean listen?\n"),
                Console.run("milter", "-c", file.toString()));
        Path none = folder.resolve("none.toml");
        assertEquals(new Result(1, "", none + ": no such file\n"), Console.run("milter", "-c", none.toString()));
    }

    @Test
    void aSocketThatCannotBeHadIsNamed() throws Exception {
        try (Wiring other = Wiring.start(onAnyPort())) {
            String taken = other.sockets().getFirst().toString();
            Result result = Console.run("milter", "--listen", taken);
            assertEquals(1, result.status());
            assertEquals("vidimus milter: cannot listen on " + taken + ": Address already in use\n", result.err());
            assertEquals("", result.out());
        }
    }

    @Test
    void wrongOptionsAreExplained() {
        refused(
                "milter",
                "--listen: \"inet:8891\" is no socket: it names no host; ",
                "milter",
                "--listen",
                "inet:8891");
        refused("milter", "--authserv-id: \"a b\", octet 2: not a letter", "milter", "--authserv-id", "a b");
        refused(
                "milter",
                "--log-format: \"jsn\" is unknown (did you mean \"json\"?); ",
                "milter",
                "--log-format",
                "jsn");
        refused("milter", "--log-level: \"loud\" is unknown; ", "milter", "--log-level", "loud");
        refused("milter", "missing --config FILE", "milter", "-c");
        refused("milter", "unknown option --lisen; did you mean --listen?", "milter", "--lisen", "x");
        refused("milter", "--config is given twice", "milter", "-c", "a", "--config", "b");
        refused("milter trace", "missing --listen SOCKET", "milter", "trace");
        refused("milter send", "missing --to SOCKET", "milter", "send", "m.eml");
        refused("milter send", "missing FILE", "milter", "send", "--to", "inet:1@h");
        send("--client-ip: \"localhost\" is no IP address", "--client-ip", "localhost");
        send("--macro: \"x\" is not NAME=VALUE", "--macro", "x");
        send("--profile: \"exim\" is unknown; expected one of \"postfix\", \"sendmail\"", "--profile", "exim");
        send("--repeat: \"0\" is no number from 1 to 10000000", "--repeat", "0");
        send("--concurrency: \"many\" is no number from 1 to 10000", "--concurrency", "many");
        send("--from: a control character in the address", "--from", "a\r\nb");
    }

    private static void send(String message, String... options) {
        var arguments = new java.util.ArrayList<>(List.of("milter", "send", "m.eml", "--to", "inet:1@127.0.0.1"));
        arguments.addAll(List.of(options));
        refused("milter send", message, arguments.toArray(String[]::new));
    }

    @Test
    void messagesAreSentFromFilesAndFromTheInput(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("m.eml"), "Subject: from file\n\nbody\n");
        try (Wiring daemon = Wiring.start(onAnyPort())) {
            String socket = daemon.sockets().getFirst().toString();
            Result result = Console.runWith(
                    "Subject: from input\n\nbody\n",
                    "milter",
                    "send",
                    file.toString(),
                    "-",
                    "--to",
                    socket,
                    "--macro",
                    "j=own.example",
                    "--rcpt",
                    "<x@example.com>",
                    "--rcpt",
                    "y@example.com",
                    "--from",
                    "<>");
            assertEquals(0, result.status());
            List<String> lines = result.out().lines().toList();
            assertTrue(
                    lines.containsAll(List.of(
                            "message " + file,
                            "Subject: from file",
                            "message -",
                            "Subject: from input",
                            "Authentication-Results: own.example; none",
                            "from <>",
                            "to <x@example.com>",
                            "to <y@example.com>")),
                    result.out());

            Result json =
                    Console.run("milter", "send", file.toString(), "--to", socket, "--json", "--profile", "sendmail");
            assertEquals(0, json.status());
            assertEquals(1, json.out().lines().count());
            assertTrue(
                    json.out().startsWith("{\"message\":\"" + file + "\",\"handled\":true,\"verdict\":\"continue\","),
                    json.out());

            Result load = Console.run(
                    "milter",
                    "send",
                    file.toString(),
                    "--to",
                    socket,
                    "--repeat",
                    "10",
                    "--concurrency",
                    "2",
                    "--json");
            assertEquals(0, load.status());
            assertTrue(load.out().startsWith("{\"messages\":10,\"errors\":0,"), load.out());
        }
    }

    @Test
    void aFilterThatIsNotThereOrAFileThatIsNotFailsTheCommand(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("m.eml"), "Subject: hi\n\nbody\n");
        Path socket = folder.resolve("none.sock");
        Result result = Console.run("milter", "send", file.toString(), "--to", "unix:" + socket);
        assertEquals(1, result.status());
        assertTrue(result.out().contains("\nverdict failed: cannot connect to unix:" + socket), result.out());
        Path none = folder.resolve("none.eml");
        assertEquals(
                new Result(1, "", "vidimus milter send: " + none + ": no such file or folder\n"),
                Console.run("milter", "send", none.toString(), "--to", "unix:" + socket));
        assertEquals(
                new Result(1, "", "vidimus milter trace: " + folder + ": cannot be written: Is a directory\n"),
                Console.run("milter", "trace", "--listen", "inet:0@127.0.0.1", "--record", folder.toString()));
    }

    private static Settings onAnyPort() {
        return Settings.of(Keys.ROOT
                .defaults()
                .with(Keys.MILTER, Keys.LISTEN, List.of(new org.vidimus.milter.net.MilterSocket.Inet("127.0.0.1", 0)))
                // Nothing is verified, so no DNS is asked.
                .with(PolicyKeys.ROLES, PolicyKeys.ROLES_SIGN, List.of("inet:0@127.0.0.1")));
    }

    private static void refused(String command, String message, String... arguments) {
        Result result = Console.run(arguments);
        assertEquals(2, result.status());
        assertEquals("", result.out());
        assertTrue(result.err().startsWith("vidimus " + command + ": " + message), result.err());
        assertTrue(result.err().endsWith("\nTry: vidimus " + command + " --help\n"), result.err());
    }
}
