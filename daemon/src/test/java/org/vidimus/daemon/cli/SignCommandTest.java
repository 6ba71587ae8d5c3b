package org.vidimus.daemon.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vidimus.daemon.cli.Console.Result;
import org.vidimus.policy.Spec;
import org.vidimus.policy.dkim.DkimResult;
import org.vidimus.policy.dkim.Verifying;

class SignCommandTest {
    private static final String AT = "2026-11-23T12:00:00Z";
    private static final String MESSAGE = """
            From: Joe <joe@example.com>
            To: b@example.org
            Subject: hello

            Hi.
            """;
    /// The Ed25519 key of RFC 8463 Appendix A.
    private static final String SEED = "nWGxne/9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A=";

    private static final Map<String, String> KEYS = Map.of(
            "e._domainkey.example.com", "v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=",
            "f._domainkey.example.com", "v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=",
            "e._domainkey.example.net", "v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=");

    @TempDir
    Path folder;

    private Path key;
    private Path message;

    @BeforeEach
    void write() throws IOException {
        key = Files.writeString(folder.resolve("e.key"), SEED + "\n");
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
        message = Files.writeString(folder.resolve("message.eml"), MESSAGE);
    }

    private Result sign(String... arguments) {
        List<String> line = new ArrayList<>(List.of("sign", "--selector", "e", "--key", key.toString(), "--at", AT));
        line.addAll(Arrays.asList(arguments));
        return Console.run(line.toArray(String[]::new));
    }

    private static List<DkimResult> verify(String text) {
        return Verifying.with(KEYS).verify(text.replace("\r\n", "\n").replace("\n", "\r\n"));
    }

    private static List<String> words(String text) {
        return verify(text).stream().map(result -> result.verdict().word()).toList();
    }

    @Test
    @Spec({"RFC 6376 §5", "DKS-12"})
    void printsTheMessageWithASignature() {
        Result result = sign(message.toString());

        assertEquals(0, result.status(), result.err());
        assertEquals("", result.err());
        assertTrue(
                result.out()
                        .startsWith("DKIM-Signature: v=1; a=ed25519-sha256; c=relaxed/relaxed; d=example.com; s=e;\n"
                                + " t=1795435200; x=1796040000;\n h=from:from:to:to:subject:subject:"),
                result.out());
        assertTrue(result.out().endsWith("==\n" + MESSAGE), result.out());
        assertEquals(List.of("pass"), words(result.out()));
    }

    @Test
    @Spec("RFC 6376 §5.3")
    void lineEndsStayAsTheyAre() throws IOException {
        String unix = sign(message.toString()).out();
        Files.writeString(message, MESSAGE.replace("\n", "\r\n"));

        assertEquals(unix.replace("\n", "\r\n"), sign(message.toString()).out());
    }

    @Test
    void everyOption() {
        Result result = sign(
                message.toString(),
                "--domain",
                "example.net",
                "--identity",
                "j=@mail.example.net",
                "--headers",
                "from:To, subject:SUBJECT:date:date",
                "--canonicalization",
                "simple/relaxed",
                "--expire",
                "none");

        assertEquals(
                "DKIM-Signature: v=1; a=ed25519-sha256; c=simple/relaxed; d=example.net; s=e;\n"
                        + " i=j=3D@mail.example.net; t=1795435200; h=from:to:subject:subject:date;",
                result.out().lines().limit(2).reduce((a, b) -> a + "\n" + b).orElse(""));
        assertEquals(List.of("pass"), words(result.out()));
        assertEquals(
                "j=@mail.example.net",
                verify(result.out()).getFirst().identity().orElse(""));
    }

    @Test
    @Spec({"DKS-6", "SGN-2"})
    void severalKeys() {
        Result result = sign(message.toString(), "--selector", "f", "--key", key.toString(), "--expire", "90s");

        assertEquals(List.of("pass", "pass"), words(result.out()));
        assertEquals(
                List.of("e", "f"),
                verify(result.out()).stream().map(r -> r.selector().orElse("")).toList());
        assertTrue(result.out().contains("x=1795435290;"), result.out());
    }

    @Test
    void theStandardInput() {
        Result result = Console.runWith(MESSAGE, "sign", "-", "--selector", "e", "--key", key.toString(), "--at", AT);

        assertEquals(sign(message.toString()).out(), result.out());
    }

    @Test
    @Spec({"DKS-5", "RFC 6376 §3.8", "RFC 6376 §5.3"})
    void whatIsNotSigned() throws IOException {
        String body = "\n\nHi.\n";
        unsigned("Subject: x" + body, "no author: no From field");
        unsigned("From: a@example.com\nFrom: b@example.com" + body, "2 From fields");
        unsigned("From: a@example.com, b@example.org" + body, "2 domains in From");
        unsigned("From: a b@example.com" + body, "From cannot be read: ");
        unsigned("From: a@example.com\nSubject: a\nTo: b\nSubject: b" + body, "more than one subject field");
        unsigned("From: a@example.com\nSubject: a\rb" + body, "a CR without LF in the header");
        unsigned("From: a@example.com\nSubject: a\u0000b" + body, "a NUL in the header");
        unsigned("From: a@example.com\n\na\rb\u0000\n", "a CR without LF in the body; a NUL in the body");
        unsigned("From: a@example.com\r\n\r\na\nb\r\n", "an LF without CR in the body");
        unsigned("From: a@example.com\n\n" + "a".repeat(999) + "\n", "a line of more than 998 octets in the body");
        unsigned(
                "From: a@example.com\nSubject: " + "a".repeat(999) + body,
                "a line of more than 998 octets in the header");
        unsigned("From: a@example.com\nHello\n", "no blank line ends the header");
        unsigned(" From: a@example.com\n\nHello\n", "it does not begin with a header field");
        unsigned("", "it does not begin with a header field");
    }

    private void unsigned(String text, String why) throws IOException {
        Files.writeString(message, text);
        Result result = sign(message.toString());
        assertEquals(1, result.status());
        assertEquals("", result.out());
        assertTrue(result.err().startsWith("vidimus sign: " + message + ": not signed: " + why), result.err());
        assertEquals(1, result.err().lines().count(), result.err());
    }

    @Test
    void byForce() throws IOException {
        Files.writeString(message, "From: a@example.com\nSubject: a\nSubject: b\n\n" + "a".repeat(999) + "\n");
        Result result = sign(message.toString(), "--force");

        assertEquals(0, result.status());
        assertEquals(
                "vidimus sign: " + message + ": signed by force: more than one subject field\n"
                        + "vidimus sign: " + message
                        + ": signed by force: a line of more than 998 octets in the body\n",
                result.err());
        assertEquals(List.of("pass"), words(result.out()));
        Files.writeString(message, "Subject: a\n\nb\n");
        assertEquals(1, sign(message.toString(), "--force").status()); // whose would it be?
        assertEquals(
                0,
                sign(message.toString(), "--force", "--domain", "example.com").status());
        Files.writeString(message, "\nb\n");
        assertEquals(
                1,
                sign(message.toString(), "--force", "--domain", "example.com").status());
    }

    @Test
    void badUsageHasStatusTwo() {
        refused("missing FILE");
        refused("each --key needs a --selector: 1 keys, 2 selectors", "m", "--selector", "f");
        refused("--selector e is given twice; a selector has one key", "m", "--selector", "E", "--key", "k");
        refused("--selector: \"a b\", octet 2: not a character", "m", "--selector", "a b", "--key", "k");
        refused("--domain: \"a..b\", octet 3: empty label", "m", "--domain", "a..b");
        refused("--identity: \"joe\" has no at sign", "m", "--identity", "joe");
        refused(
                "--identity: example.org is neither example.com nor below it",
                "m",
                "--identity",
                "@example.org",
                "--domain",
                "example.com");
        refused("--headers: \"Received\" is added by every server on the way", "m", "--headers", "from:Received");
        refused("--headers: \"\" is not the name of a header field", "m", "--headers", "from::to");
        refused("--canonicalization: \"strict\" is not simple or relaxed", "m", "--canonicalization", "strict");
        refused("--expire: \"never\" is not a number and a unit; expected ", "m", "--expire", "never");
        refused("--expire: \"0s\" is out of range; expected ", "m", "--expire", "0s");
        refused("unknown option --selektor; did you mean --selector?", "m", "--selektor", "x");
    }

    private void refused(String what, String... arguments) {
        Result result = sign(arguments);
        assertEquals(2, result.status(), result.err());
        assertEquals("", result.out());
        assertTrue(result.err().startsWith("vidimus sign: " + what), result.err());
    }

    @Test
    void whatCannotBeUsedIsNamed() throws IOException {
        Path none = folder.resolve("none");
        failed(none + ": no such file or folder", none.toString());
        Files.writeString(key, "no key\n");
        failed(key + ": ", message.toString());
        Files.delete(key);
        failed(key + ": there is no such file", message.toString());
    }

    private void failed(String what, String... arguments) {
        Result result = sign(arguments);
        assertEquals(1, result.status());
        assertEquals("", result.out());
        assertTrue(result.err().startsWith("vidimus sign: " + what), result.err());
        assertEquals(1, result.err().lines().count(), result.err());
    }

    @Test
    void aKeyThatOthersCanReadIsMentioned() throws IOException {
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r--r--"));
        Result result = sign(message.toString());

        assertEquals(0, result.status());
        assertTrue(result.err().startsWith("vidimus sign: " + key + ": "), result.err());
    }

    /// 80 MB, or as many lines as `vidimus.large` says: nothing of it is kept.
    @Test
    void aLargeMessageIsPrintedAsItIs() throws Exception {
        String line = "x".repeat(77) + "\n";
        long lines = Long.getLong("vidimus.large", 1 << 20);
        MessageDigest written = MessageDigest.getInstance("SHA-256");
        try (OutputStream out = new DigestOutputStream(Files.newOutputStream(message), written)) {
            out.write("From: a@example.com\n\n".getBytes(StandardCharsets.UTF_8));
            byte[] block = line.repeat(1 << 10).getBytes(StandardCharsets.UTF_8);
            for (long i = 0; i < lines; i += 1 << 10) {
                out.write(block);
            }
        }
        var beginning = new ByteArrayOutputStream();
        MessageDigest printed = MessageDigest.getInstance("SHA-256");
        var sink = new OutputStream() {
            private boolean inMessage;

            @Override
            public void write(int octet) {
                write(new byte[] {(byte) octet}, 0, 1);
            }

            @Override
            public void write(byte[] octets, int offset, int length) {
                if (!inMessage) {
                    beginning.write(octets, offset, length);
                    inMessage = beginning.toString(StandardCharsets.UTF_8).contains("==\n");
                } else {
                    printed.update(octets, offset, length);
                }
            }
        };
        var terminal = new Terminal(
                new ByteArrayInputStream(new byte[0]),
                new PrintStream(sink, false, StandardCharsets.UTF_8),
                new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
        int status = new Cli(terminal).run("sign", message.toString(), "--selector", "e", "--key", key.toString());

        assertEquals(0, status);
        assertEquals(HexFormat.of().formatHex(written.digest()), HexFormat.of().formatHex(printed.digest()));
    }
}
