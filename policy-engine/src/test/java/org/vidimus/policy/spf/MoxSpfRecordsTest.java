package org.vidimus.policy.spf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.vidimus.policy.Json;
import org.vidimus.policy.Spec;
import org.vidimus.policy.Suites;
import org.vidimus.policy.base.Budgets;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.base.Parsed;

/// The records of mox: good ones with what is in them, and bad ones.
@Spec({"RFC 7208 §4.6", "RFC 7208 §12"})
class MoxSpfRecordsTest {
    /// Its one good record that is not: domains of one label, such as `a:x`, are none (§7.1; the openspf
    /// suite has them as *a-only-toplabel*).
    private static final Set<String> BAD_FOR_US = Set.of(
            "V=spf1 all Include:example.org a ?a -a +a ~a a:x a:x/0 a:x/24//64 a:x//64 mx mx:x ptr ptr:x IP4:10.0.0.1"
                    + " ip4:0.0.0.0/0 ip4:10.0.0.1/24 ip6:2001:db8::1 ip6:2001:db8::1/128 exists:x REDIRECT=x exp=X Other=x");

    private static Json suite() throws IOException {
        return Json.read(Files.readString(Suites.folder("derived-records-mox").resolve("cases.json")))
                .get("spfRecord");
    }

    private static Parsed<SpfRecord> parse(String text) {
        return SpfRecord.parse(Bytes.utf8(text), Budgets.Spf.DEFAULT);
    }

    @TestFactory
    Stream<DynamicTest> readsItsGoodRecords() throws IOException {
        List<Json> good = suite().get("good").elements();
        assertEquals(7, good.size());
        return good.stream()
                .map(c -> DynamicTest.dynamicTest(c.get("text").text(), () -> {
                    String text = c.get("text").text();
                    if (BAD_FOR_US.contains(text)) {
                        assertInstanceOf(Parsed.Malformed.class, parse(text));
                        check(c.get("expect"), read(text.replaceAll("([:=])[xX](?=[ /]|$)", "$1x.x")));
                    } else {
                        check(c.get("expect"), read(text));
                    }
                }));
    }

    private static SpfRecord read(String text) {
        return switch (parse(text)) {
            case Parsed.Ok<SpfRecord>(SpfRecord record) -> record;
            case Parsed.Malformed<SpfRecord>(int offset, String why) -> fail(text + ", " + offset + ": " + why);
        };
    }

    private static Optional<Json> find(Json object, String name) {
        return object instanceof Json.Members(Map<String, Json> members)
                ? Optional.ofNullable(members.get(name))
                : Optional.empty();
    }

    private static void check(Json expected, SpfRecord record) {
        List<Json> directives = find(expected, "Directives").map(Json::elements).orElse(List.of());
        assertEquals(directives.size(), record.directives().size());
        for (int i = 0; i < directives.size(); i++) {
            SpfTerm.Directive ours = record.directives().get(i);
            Json theirs = directives.get(i);
            String qualifier = find(theirs, "Qualifier").map(Json::text).orElse("+");
            assertEquals(qualifier, String.valueOf(ours.qualifier().sign()));
            String name = theirs.get("Mechanism").text();
            assertTrue(ours.text().toLowerCase(Locale.ROOT).contains(name), ours.text());
            Optional<String> domain = find(theirs, "DomainSpec").map(Json::text);
            domain.ifPresent(spec -> assertTrue(ours.text().contains(":" + spec), ours.text()));
            assertEquals(
                    find(theirs, "IP4CIDRLen").isPresent()
                            || find(theirs, "IP6CIDRLen").isPresent(),
                    ours.text().contains("/") && !ours.text().contains("%"),
                    ours.text());
        }
        assertEquals(find(expected, "Redirect").isPresent(), record.redirect().isPresent());
        assertEquals(
                find(expected, "Explanation").isPresent(), record.explanation().isPresent());
    }

    @TestFactory
    Stream<DynamicTest> refusesItsBadRecords() throws IOException {
        List<Json> bad = suite().get("bad").elements();
        assertEquals(20, bad.size());
        return bad.stream()
                .map(c -> DynamicTest.dynamicTest("record " + c.text(), () -> {
                    assertInstanceOf(Parsed.Malformed.class, parse(c.text()));
                    assertFalse(SpfRecord.mistakes(Bytes.utf8(c.text()), Budgets.Spf.DEFAULT)
                            .isEmpty());
                }));
    }
}
