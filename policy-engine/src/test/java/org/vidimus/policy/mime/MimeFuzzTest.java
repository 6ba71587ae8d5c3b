package org.vidimus.policy.mime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.vidimus.policy.Fuzzing;
import org.vidimus.policy.Suites;
import org.vidimus.policy.base.Budgets;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.base.Parsed;
import org.vidimus.policy.message.RawMessage;

/// MIME that nobody would write, and collections of what somebody did.
class MimeFuzzTest {
    private static final Budgets.Mime LIMITS = new Budgets.Mime(50, 5, 500);
    private static final List<String> SEEDS = List.of(
            "Content-Type: multipart/mixed; boundary=x\n\npre\n--x\n\none\n--x\nContent-Type: text/html\n\n<p>\n--x--\nepi",
            "Content-Type: message/rfc822\n\nContent-Transfer-Encoding: base64\n\nYWJj",
            "Content-Type: multipart/digest; boundary=y\n\n--y\n\nSubject: a\n\nb\n--y--",
            "Content-Type: text/plain; charset=utf-16\nContent-Transfer-Encoding: quoted-printable\n\n=FE=FF=00a");
    private static final List<String> WORDS = List.of(
            "\n",
            "\r\n",
            "\n\n",
            "--x",
            "--x--",
            "--",
            "\n--y\n",
            ": ",
            ";",
            "\"",
            "\\",
            "boundary=",
            "charset=",
            "base64",
            "quoted-printable",
            "multipart/mixed",
            "message/rfc822",
            "text/html",
            "Content-Type:",
            "Content-Transfer-Encoding:",
            "=\n",
            "=",
            "\0",
            "iso-2022-jp",
            "utf-7",
            "x-JIS",
            "(",
            " ");

    @Test
    void nothingIsTooOdd() {
        Fuzzing.run(20_000, SEEDS, WORDS, MimeFuzzTest::fuzz);
    }

    /// Fails if something is thrown, a limit is not kept, or the structure does not hold together.
    public static void fuzz(byte[] octets) {
        if (!(RawMessage.parse(Bytes.of(octets), Budgets.DEFAULT) instanceof Parsed.Ok<RawMessage>(RawMessage raw))) {
            return;
        }
        MimeParts parts = MimeParts.of(raw.header(), raw.body(), LIMITS);
        assertFalse(parts.parts().isEmpty());
        assertTrue(parts.parts().size() <= LIMITS.parts());
        assertEquals(0, parts.parts().getFirst().depth());
        int before = -1;
        for (Part part : parts.parts()) {
            assertTrue(part.depth() <= before + 1 && part.depth() <= LIMITS.depth());
            before = part.content() instanceof Part.Content.Leaf ? part.depth() - 1 : part.depth();
            before = Math.max(before, part.depth() - 1);
            if (part.content() instanceof Part.Content.Leaf leaf) {
                assertTrue(leaf.octets().length() <= octets.length);
                HtmlText.of(PartText.of(leaf));
            }
        }
    }

    @Test
    void collectionsOfMailAreReadWithoutAnException() throws IOException {
        int read = 0;
        for (String name : List.of("mime-cpython-test-email", "mime-mail-parser")) {
            Path suite = Suites.folder(name);
            try (Stream<Path> files = Files.walk(suite)) {
                for (Path file : files.filter(MimeFuzzTest::isMail).toList()) {
                    fuzz(Files.readAllBytes(file));
                    read++;
                }
            }
        }
        assertTrue(read >= 100, "only " + read);
    }

    private static boolean isMail(Path file) {
        String name = file.getFileName().toString();
        return name.endsWith(".eml") || name.startsWith("msg_");
    }
}
