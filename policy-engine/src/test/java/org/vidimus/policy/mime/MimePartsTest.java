package org.vidimus.policy.mime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vidimus.policy.Spec;
import org.vidimus.policy.base.Budgets;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.base.Parsed;
import org.vidimus.policy.message.RawMessage;

/// Messages taken apart, each shown as one line a part: depth, type, content with CRLF as `~`.
class MimePartsTest {
    static MimeParts parts(String message, Budgets.Mime limits) {
        Bytes octets = Bytes.of(message.replace("\n", "\r\n").getBytes(StandardCharsets.ISO_8859_1));
        return switch (RawMessage.parse(octets, Budgets.DEFAULT)) {
            case Parsed.Ok<RawMessage>(RawMessage raw) -> MimeParts.of(raw.header(), raw.body(), limits);
            case Parsed.Malformed<RawMessage> malformed -> fail(malformed.toString());
        };
    }

    private static String shown(String message) {
        return parts(message, Budgets.Mime.DEFAULT).parts().stream()
                .map(part ->
                        part.depth() + " " + part.type() + " " + content(part).replace("\r\n", "~"))
                .collect(Collectors.joining("\n"));
    }

    private static String content(Part part) {
        return switch (part.content()) {
            case Part.Content.Leaf leaf -> PartText.of(leaf);
            case Part.Content.Multipart(Bytes before, Bytes after) -> "[" + before.utf8() + "|" + after.utf8() + "]";
            case Part.Content.Message(Bytes header) -> "{" + header.utf8() + "}";
        };
    }

    @Test
    @Spec({"RFC 2045 §5.2", "RFC 2046 §5.1", "RFC 2046 §5.1.1"})
    void partsStandBetweenBoundaries() {
        assertEquals("""
                0 multipart/mixed [before~|after~]
                1 text/plain one
                1 text/html <p>two</p>
                1 application/octet-stream three
                1 text/plain four~""", shown("""
                Subject: x
                Content-Type: multipart/mixed; boundary="a b"

                before

                --a b

                one
                --a b
                content-type: TEXT/HTML; charset=utf-8

                <p>two</p>
                --a b
                Content-Type: text/plain/three

                three
                --a b
                Content-Type: text

                four

                --a b--
                after
                """));
    }

    @Test
    @Spec({"RFC 2046 §5.2.1", "RFC 2046 §5.1.5"})
    void messagesInMessages() {
        assertEquals("""
                0 multipart/digest [|]
                1 message/rfc822 {Subject: a~ b~X: y~}
                2 text/plain hello
                1 message/rfc822 {Content-Type: multipart/mixed; boundary=j~}
                2 multipart/mixed [|]
                3 text/plain deep""", shown("""
                Content-Type: multipart/digest; boundary=i

                --i

                Subject: a
                 b
                X: y

                hello
                --i

                Content-Type: multipart/mixed; boundary=j

                --j

                deep
                --j--
                --i--
                """));
        assertEquals(
                "0 message/rfc822 {Subject: hi~}\n1 text/plain body~",
                shown("Content-Type: message/rfc822\n\nSubject: hi\n\nbody\n"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "text/plain                     | base64           | R3LDvMOfZQ==   | 0 text/plain Grüße",
                "text/plain; charset=iso-8859-1 | Quoted-Printable | Gr=FC=DF=e     | 0 text/plain Grüß=e",
                "text/plain; charset=\"UTF-8\"  | quoted-printable | Gr=C3=BC=FF    | 0 text/plain Grü\uFFFD",
                "text/plain; charset=no-such    | quoted-printable | Gr=C3=BC       | 0 text/plain Grü",
                "text/plain; charset=no-such    | quoted-printable | Gr=FC          | 0 text/plain Grü",
                "text/plain; charset=us-ascii   | 8bit             | plain          | 0 text/plain plain",
                "text/plain; charset=utf-16be   | base64           | AEcA/A==       | 0 text/plain Gü",
                "text/plain                     | multipart/mixed  | YQ==           | 0 application/octet-stream YQ==",
                "text/plain                     | base64           | @@YQ-=?        | 0 text/plain a",
                "; a=b                          | 7bit             | x              | 0 text/plain x",
                "multipart/mixed                | 7bit             | --x            | 0 text/plain --x",
            })
    @Spec({"RFC 2045 §6", "RFC 2045 §6.4", "RFC 2045 §6.7", "RFC 2045 §6.8"})
    void transferEncodingsAndCharsetsAreUndone(String type, String encoding, String body, String shown) {
        assertEquals(
                shown, shown("Content-Type: " + type + "\nContent-Transfer-Encoding: " + encoding + "\n\n" + body));
    }

    @Test
    @Spec("RFC 2046 §5.1.1")
    void whatDoesNotEndIsReadToItsEnd() {
        String head = "Content-Type: multipart/mixed; boundary=x\n\n--x\n";
        assertEquals("0 multipart/mixed [|]\n1 text/plain open", shown(head + "\nopen"));
        assertEquals("0 multipart/mixed [|]\n1 text/plain no header", shown(head + "no header"));
        assertEquals("0 multipart/mixed [|]\n1 text/html ", shown(head + "Content-Type: text/html"));
    }

    @Test
    void theFirstTypeCounts() {
        assertEquals("0 text/html x", shown("Content-Type: text/html\nContent-Type: text/plain\n\nx"));
    }

    @Test
    void whatSaysSomethingAboutAPartIsKeptWithIt() {
        Part part = parts("""
                Content-Type: multipart/mixed; boundary=x

                --x
                X-Other: 1
                Content-Disposition: attachment;
                 filename=a.exe

                --x--
                """, Budgets.Mime.DEFAULT).parts().get(1);
        assertEquals(
                "Content-Disposition: attachment;\\r\\n filename=a.exe",
                part.fields().stream()
                        .map(field -> field.name() + ":" + field.value())
                        .collect(Collectors.joining()));
    }

    @Test
    void numberAndHeadersOfPartsHaveLimits() {
        String message = "Content-Type: multipart/mixed; boundary=x\n" + "\n--x\nX: y\n\npart".repeat(20) + "\n--x--\n";
        MimeParts few = parts(message, new Budgets.Mime(5, 32, 1000));
        assertEquals(5, few.parts().size());
        assertEquals(Optional.of(MimeParts.Cut.PARTS), few.cut());
        MimeParts small = parts(message, new Budgets.Mime(100, 32, 100));
        assertTrue(small.parts().size() < 20);
        assertEquals(Optional.of(MimeParts.Cut.HEADERS), small.cut());
        assertEquals(21, parts(message, Budgets.Mime.DEFAULT).parts().size());
    }

    @Test
    void whatIsNestedTooDeeplyIsOnePart() {
        StringBuilder message = new StringBuilder();
        for (int i = 0; i < 40; i++) {
            message.append("Content-Type: multipart/mixed; boundary=b" + i + "\n\n--b" + i + "\n");
        }
        MimeParts parts = parts(message + "\nend", new Budgets.Mime(100, 4, 10_000));
        assertEquals(Optional.of(MimeParts.Cut.DEPTH), parts.cut());
        assertEquals(5, parts.parts().size());
        assertTrue(PartText.of((Part.Content.Leaf) parts.parts().getLast().content())
                .endsWith("end"));
        String messages = "Content-Type: message/rfc822\n\n".repeat(5_000);
        assertEquals(33, parts(messages, Budgets.Mime.DEFAULT).parts().size());
    }

    @Test
    void aPartAfterADeepOneIsTakenApart() {
        String message = """
                Content-Type: multipart/mixed; boundary=a

                --a
                Content-Type: multipart/mixed; boundary=b

                --b
                Content-Type: multipart/mixed; boundary=c

                --c

                deep
                --c--
                --b--
                --a
                Content-Type: multipart/mixed; boundary=d

                --d

                last
                --d--
                --a--
                """;
        MimeParts parts = parts(message, new Budgets.Mime(100, 2, 10_000));
        assertEquals(
                "last", PartText.of((Part.Content.Leaf) parts.parts().getLast().content()));
    }

    @Test
    @Spec("RFC 2046 §5.1.1")
    void aBoundaryThatCannotBeOneMakesNoParts() {
        String boundary = "-".repeat(50_000);
        String body = ("-".repeat(900) + "\n").repeat(200);
        MimeParts parts =
                parts("Content-Type: multipart/mixed; boundary=\"" + boundary + "\"\n\n" + body, Budgets.Mime.DEFAULT);
        assertEquals(1, parts.parts().size());
    }
}
