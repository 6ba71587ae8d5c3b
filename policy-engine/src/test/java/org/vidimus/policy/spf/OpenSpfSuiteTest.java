package org.vidimus.policy.spf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.vidimus.policy.Spec;
import org.vidimus.policy.dns.ZoneResolver;

/// The suites of openspf.org and pyspf. docs/spf-differences.md argues each exception.
@Spec("RFC 7208")
class OpenSpfSuiteTest {
    private static final int RFC7208_CASES = 203;
    private static final int RFC4408_CASES = 191;
    private static final int PYSPF_CASES = 16;

    /// Cases of older suites that RFC 7208 has overtaken: what they want, and what we say.
    private record Overtaken(String wanted, String ours) {}

    private static final Map<String, Overtaken> PYSPF = Map.of(
            "default-modifier", new Overtaken("fail", "neutral"), // for pyspf's lax mode
            "default-modifier-harsh", new Overtaken("ambiguous", "neutral")); // for pyspf's harsh mode

    @TestFactory
    Stream<DynamicTest> rfc7208() throws IOException {
        List<DynamicTest> tests = tests("rfc7208-tests.yml", Map.of());
        assertEquals(RFC7208_CASES, tests.size());
        return tests.stream();
    }

    @TestFactory
    Stream<DynamicTest> rfc4408() throws IOException {
        List<DynamicTest> tests = tests("rfc4408-tests.yml", Map.of());
        assertEquals(RFC4408_CASES, tests.size());
        return tests.stream();
    }

    @TestFactory
    Stream<DynamicTest> pyspf() throws IOException {
        List<DynamicTest> tests = tests("test.yml", PYSPF);
        assertEquals(PYSPF_CASES, tests.size());
        return tests.stream();
    }

    private static List<DynamicTest> tests(String file, Map<String, Overtaken> overtaken) throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        for (SpfSuite.Scenario scenario : SpfSuite.read(file)) {
            for (SpfSuite.Case c : scenario.cases()) {
                tests.add(DynamicTest.dynamicTest(scenario.description() + ": " + c.name(), () -> {
                    SpfResult result = c.run(scenario.zone());
                    Overtaken exception = overtaken.get(c.name());
                    if (exception != null) {
                        assertTrue(documentation().contains("`" + c.name() + "`"), "not argued");
                        assertEquals(
                                exception.wanted, c.results().iterator().next(), "no exception is needed any more");
                        assertNotEquals(exception.wanted, exception.ours);
                        assertEquals(exception.ours, result.verdict().word());
                        return;
                    }
                    assertTrue(c.results().contains(result.verdict().word()), () -> c.results() + " but " + result);
                    c.explanation().ifPresent(wanted -> assertEquals(wanted, explanation(result)));
                }));
            }
        }
        return tests;
    }

    private static String documentation() throws IOException {
        return Files.readString(Path.of("..", "docs", "spf-differences.md"));
    }

    private static String explanation(SpfResult result) {
        return result.verdict() instanceof SpfVerdict.Fail fail
                ? fail.explanation().orElse("DEFAULT")
                : "not a fail";
    }

    /// The zones of pyspf's doctests come without queries; these are ours.
    @Test
    void evaluatesTheZonesOfPyspfsDoctests() throws IOException {
        ZoneResolver zone = SpfSuite.read("doctest.yml").getFirst().zone();
        check(zone, "72.81.252.19", "a@controlledmail.com", "pass");
        check(zone, "2607:f0d0:3001:aa::2", "a@controlledmail.com", "pass");
        check(zone, "192.0.2.1", "a@controlledmail.com", "fail");
        check(zone, "66.39.138.46", "a@kitterman.com", "pass");
        check(zone, "192.0.2.225", "a@b.example.org", "none"); // an alias; its record is only of the type SPF
        check(zone, "192.0.2.225", "a@parallel.example.org", "permerror"); // so its include finds none
        check(zone, "192.0.2.1", "a@parallel.kitterman.org", "permerror"); // includes what does not exist
        check(zone, "192.0.2.1", "a@example.net", "none");
    }

    private static void check(ZoneResolver zone, String client, String mailFrom, String result) {
        SpfSuite.Case c = new SpfSuite.Case("", client, "helo.example", mailFrom, Set.of(result), Optional.empty());
        assertEquals(result, c.run(zone).verdict().word(), mailFrom);
    }
}
