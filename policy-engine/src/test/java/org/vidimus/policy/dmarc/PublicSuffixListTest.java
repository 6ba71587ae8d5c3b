package org.vidimus.policy.dmarc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.vidimus.policy.Spec;
import org.vidimus.policy.Suites;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.base.Parsed;
import org.vidimus.policy.dns.DomainName;

/// The list's own tests on the list itself, and a small list for the rules one by one.
@Spec({"RFC 7489 §3.2", "DM-27"})
class PublicSuffixListTest {
    private static final Pattern CALL = Pattern.compile("checkPublicSuffix\\((null|'(.*?)'), (null|'(.*?)')\\);");

    static PublicSuffixList list(String... lines) {
        return ((Parsed.Ok<PublicSuffixList>) PublicSuffixList.parse(Bytes.utf8(String.join("\n", lines)))).value();
    }

    private static PublicSuffixList suite() throws IOException {
        byte[] file = Files.readAllBytes(Suites.folder("psl").resolve("public_suffix_list.dat"));
        return ((Parsed.Ok<PublicSuffixList>) PublicSuffixList.parse(Bytes.of(file))).value();
    }

    @TestFactory
    Stream<DynamicTest> agreesWithTheTestsOfTheList() throws IOException {
        PublicSuffixList list = suite();
        List<Matcher> calls = Files.readAllLines(Suites.folder("psl").resolve("tests/test_psl.txt")).stream()
                .map(CALL::matcher)
                .filter(Matcher::matches)
                .toList();
        assertEquals(78, calls.size());
        return calls.stream().map(call -> DynamicTest.dynamicTest(call.group(), () -> check(list, call)));
    }

    private static void check(PublicSuffixList list, Matcher call) {
        // A name with a dot in front is no name, and null is none; the tests of the list expect nothing of
        // both.
        Optional<DomainName> name = Optional.ofNullable(call.group(2)).flatMap(PublicSuffixListTest::name);
        assertEquals(
                Optional.ofNullable(call.group(4)).flatMap(PublicSuffixListTest::name),
                name.flatMap(list::registeredDomain));
    }

    private static Optional<DomainName> name(String text) {
        return DomainName.parse(text) instanceof Parsed.Ok<DomainName>(DomainName name)
                ? Optional.of(name)
                : Optional.empty();
    }

    @Test
    @Spec("RFC 9989 §4.10.2")
    void theWalkAgreesWithTheListWhereRegisteredDomainsHaveARecord() throws IOException {
        PublicSuffixList list = suite();
        int compared = 0;
        for (String line : Files.readAllLines(Suites.folder("psl").resolve("tests/tests.txt"))) {
            Optional<DomainName> name = name(line.split(" ")[0]);
            Optional<DomainName> registered = name.flatMap(list::registeredDomain);
            if (registered.isPresent()) {
                Case message = Case.in(Case.zone(registered.get() + ": v=DMARC1; p=none"));
                TreeWalk walk = TreeWalk.from(name.orElseThrow(), message.dns(), _ -> false);
                assertEquals(registered, walk.organizationalDomain(), line);
                compared++;
            }
        }
        assertTrue(compared > 40, "only " + compared);
    }

    @Test
    void understandsEveryLineOfTheList() throws IOException {
        assertEquals(0, suite().ignoredLines());
        assertTrue(suite().size() > 9_000);
    }

    @Test
    void rulesOneByOne() {
        PublicSuffixList list = list(
                "// a comment",
                "com",
                "co.uk",
                "*.ck",
                "!www.ck",
                "*.kawasaki.jp",
                "jp",
                "github.io",
                "\u0440\u0444",
                "both.example",
                "*.both.example",
                "");
        for (String[] row : new String[][] {
            {"a.b.example.com", "example.com"},
            {"a.b.co.uk", "b.co.uk"},
            {"co.uk", ""},
            {"uk", ""}, // not listed: the rule for all
            {"a.uk", "a.uk"},
            {"x.ck", ""},
            {"a.x.ck", "a.x.ck"},
            {"www.ck", "www.ck"}, // the exception
            {"a.www.ck", "www.ck"},
            {"city.kawasaki.jp", ""},
            {"kawasaki.jp", "kawasaki.jp"},
            {"a.b.github.io", "b.github.io"}, // the private section counts
            {"a.xn--p1ai", "a.xn--p1ai"},
            {"both.example", ""},
            {"a.both.example", ""},
            {"b.a.both.example", "b.a.both.example"},
        }) {
            assertEquals(
                    row[1],
                    list.registeredDomain(DomainName.of(row[0]))
                            .map(DomainName::toString)
                            .orElse(""),
                    row[0]);
        }
        assertTrue(list.isListed(DomainName.of("com")));
        assertTrue(list.isListed(DomainName.of("x.ck")));
        assertFalse(list.isListed(DomainName.of("www.ck")));
        assertFalse(list.isListed(DomainName.of("example")));
    }

    @Test
    void saysHowOldItIs() {
        Instant file = Instant.parse("2023-02-09T00:00:00Z");
        assertEquals(
                Optional.of(Instant.parse("2026-08-19T07:21:40Z")),
                list("// VERSION: 2026-08-19_07-21-40_UTC", "com").dated());
        assertEquals(Optional.empty(), list("com").dated());
        for (String version : List.of("", "// VERSION: yesterday_UTC", "// VERSION: 2026-13-19_07-21-40_UTC")) {
            Bytes text = Bytes.utf8(version + "\ncom\n");
            assertEquals(
                    new Parsed.Ok<>(Optional.of(file)),
                    PublicSuffixList.parse(text, file).map(PublicSuffixList::dated));
        }
    }

    @Test
    void anotherFileIsNoList() {
        assertInstanceOf(Parsed.Malformed.class, PublicSuffixList.parse(Bytes.EMPTY));
        assertInstanceOf(Parsed.Malformed.class, PublicSuffixList.parse(Bytes.utf8("// nothing\n\n")));
        assertEquals(1, list("com", "<html>").ignoredLines());
    }
}
