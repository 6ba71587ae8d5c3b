package org.vidimus.policy.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.vidimus.policy.Fuzzing;
import org.vidimus.policy.Spec;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.base.Parsed;
import org.vidimus.policy.dns.DomainName;

/// Addresses made by chance: those that are good come back as they were, and nothing does harm.
class AddressFuzzTest {
    private static final List<String> SEEDS = List.of(
            " ann@a.example",
            " \"A, B\" <ann@a.example>, (c (d)) bob@b.example",
            " G: a@b.example, <@c.example:d@e.example>;",
            " =?utf-8?q?x?= <\"a\\\"b\"@[192.0.2.1]>",
            " J\u00F6rg\r\n <j\u00F6rg@b\u00FCcher.example>",
            " a@b.example <c@d.example>");
    private static final List<String> WORDS = List.of(
            "@", "<", ">", ",", ";", ":", "(", ")", "\"", "\\", "[", "]", ".", " ", "\r\n ", "\n", "\r", "\0", "a",
            "=?", "?=", "\u00E9", "\u2028", "From:");

    private final RandomGenerator random = Fuzzing.random(5322);

    @Test
    void readsAnyFromWithoutHarm() {
        Fuzzing.run(40_000, SEEDS, WORDS, AddressFuzzTest::fuzz);
    }

    /// Fails if a parser throws, or if the author is more certain than the list of addresses.
    static void fuzz(byte[] octets) {
        Bytes value = Bytes.of(octets);
        Author author = Author.of(HeaderBlock.of(List.of(new HeaderField(Bytes.utf8("From"), value))));
        switch (AddressList.parse(value)) {
            case Parsed.Malformed<AddressList>(int offset, String why) -> {
                assertTrue(offset >= 0 && offset <= value.length());
                assertTrue(why.chars().allMatch(c -> c >= ' ' && c <= '~'));
                assertInstanceOf(Author.Unreadable.class, author);
            }
            case Parsed.Ok<AddressList>(AddressList list) -> {
                if (author instanceof Author.Single(DomainName domain)) {
                    for (AddressList.Mailbox mailbox : list.mailboxes()) {
                        assertEquals(new AddressList.Host.Name(domain), mailbox.host());
                        assertTrue(mailbox.others().stream().allMatch(domain::equals));
                    }
                }
            }
        }
        if (ReversePath.parse(value) instanceof ReversePath.Mailbox(MailAddress(Bytes localPart, DomainName domain))) {
            // What an envelope may hold a header may hold too, but for the route, and it means the same
            // there.
            String quoted = "\"" + localPart.latin1().replaceAll("([\\\\\"])", "\\\\$1") + "\"@" + domain;
            Bytes again = Bytes.of(quoted.getBytes(StandardCharsets.ISO_8859_1));
            assertEquals(ReversePath.parse(again), ReversePath.parse(value));
        }
    }

    @Test
    @Spec({"RFC 5322 §3.4", "RFC 6854 §2.1", "MSG-6"})
    void readsBackEveryListThatIsWellFormed() {
        for (int i = 0; i < 5_000; i++) {
            List<AddressList.Mailbox> expected = new ArrayList<>();
            String text = list(expected);
            assertEquals(new Parsed.Ok<>(new AddressList(expected)), AddressList.parse(Bytes.utf8(text)), text);
        }
    }

    @Test
    @Spec("MSG-9")
    void takesLinearTime() {
        assertTimeoutPreemptively(Duration.ofSeconds(20), () -> {
            for (String pattern : WORDS) {
                String many = pattern.repeat(100_000);
                for (String value : List.of(many, " a@b.example " + many, "<" + many, "\"" + many, "a:" + many)) {
                    fuzz(Bytes.utf8(value).toArray());
                }
            }
        });
    }

    private String list(List<AddressList.Mailbox> expected) {
        List<String> parts = new ArrayList<>();
        for (int n = random.nextInt(4); n > 0; n--) {
            if (chance(0.2)) {
                List<String> members = new ArrayList<>();
                for (int m = random.nextInt(3); m > 0; m--) {
                    members.add(mailbox(expected));
                }
                parts.add(space() + phrase() + ":" + (members.isEmpty() ? space() : String.join(",", members)) + ";"
                        + space());
            } else {
                parts.add(mailbox(expected));
            }
        }
        return String.join(",", parts);
    }

    private String mailbox(List<AddressList.Mailbox> expected) {
        String domain = oneOf("a.example", "B.Example", "x-1.sub.example", "_a.example", "a.example.");
        String local = oneOf("ann", "a.b", "x+y=z", "<@(),;:\\\"[]", "a b", "j\u00F6rg", "");
        boolean literal = chance(0.1);
        AddressList.Host host = literal
                ? new AddressList.Host.Literal(Bytes.utf8("IPv6:2001:db8::1"))
                : new AddressList.Host.Name(DomainName.of(domain));
        Bytes written = Bytes.utf8(literal ? "[IPv6:2001:db8::1]" : domain);
        expected.add(new AddressList.Mailbox(Bytes.utf8(local), host, List.of(), written));
        boolean plain = local.chars().allMatch(c -> c > 0x7F || ("()<>[]:;@\\,\" ".indexOf(c) < 0)) && !local.isEmpty();
        String address = (plain && chance(0.8) ? local : quoted(local))
                + space()
                + "@"
                + space()
                + (literal ? "[IPv6:2001:db8::1]" : domain);
        return switch (random.nextInt(3)) {
            case 0 -> space() + address + space();
            case 1 -> space() + "<" + space() + address + space() + ">" + space();
            default -> space() + phrase() + "<" + address + ">" + space();
        };
    }

    private String phrase() {
        StringBuilder phrase = new StringBuilder(oneOf("Ann", "\"A, <b@c.example>\"", "=?utf-8?q?a?=", "\u00DCl"));
        for (int n = random.nextInt(3); n > 0; n--) {
            phrase.append(" ").append(space()).append(oneOf("Q.", "\"\\\"\"", "de", "(x@y.example)"));
        }
        return phrase + " " + space();
    }

    private String space() {
        return chance(0.6)
                ? ""
                : oneOf(" ", "\t", "\r\n (f)", "\n\t(f)", " (c)", "(a (b\\)) c)", "(\"<@,;)", "(\r\n x@z.example)");
    }

    private static String quoted(String text) {
        return text.chars()
                .mapToObj(c -> (c == '"' || c == '\\' ? "\\" : "") + (char) c)
                .collect(Collectors.joining("", "\"", "\""));
    }

    private boolean chance(double probability) {
        return random.nextDouble() < probability;
    }

    private String oneOf(String... choices) {
        return choices[random.nextInt(choices.length)];
    }
}
