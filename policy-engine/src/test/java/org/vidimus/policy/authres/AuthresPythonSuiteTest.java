package org.vidimus.policy.authres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.vidimus.policy.Json;
import org.vidimus.policy.Spec;
import org.vidimus.policy.Suites;
import org.vidimus.policy.base.Budgets;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.base.Parsed;
import org.vidimus.policy.message.HeaderField;

/// The cases of python-authres: fields, and what its parser made of them.
@Spec({"RFC 8601 §2.2", "RFC 8601 Appendix B", "AR-1"})
class AuthresPythonSuiteTest {
    private static final String SUITE = "derived-authres-python";
    private static final Pattern RESULT = Pattern.compile("results\\[(\\d+)](?:\\.(.*))?");
    private static final Pattern PROPERTY = Pattern.compile("properties\\[(\\d+)]\\.(type|name|value)");

    /// Fields that we write in another way: the version is left out where it is 1, as its absence means 1 (RFC
    /// 8601 §2.2), and `none` carries no comment, as nothing was done that one could comment on.
    private static final Map<String, String> WRITTEN_OTHERWISE = Map.of(
            "test.example.org 1; none", "test.example.org; none",
            "test.example.org; none (SPF not checked for localhost)", "test.example.org; none");

    private record Expectation(String of, String value) {}

    private record Case(String header, List<Expectation> expectations) {}

    @BeforeAll
    static void suiteIsThere() {
        Suites.folder(SUITE);
    }

    @TestFactory
    Stream<DynamicTest> readsWhatPythonReads() throws IOException {
        return parseCases().stream().map(c -> DynamicTest.dynamicTest(c.header, () -> check(c)));
    }

    @TestFactory
    Stream<DynamicTest> writesWhatPythonWrites() throws IOException {
        return suite().get("build").elements().stream()
                .map(build -> build.get("value").text())
                .map(field -> DynamicTest.dynamicTest(field, () -> {
                    String value = field.substring("Authentication-Results: ".length());
                    HeaderField written = parsed(value).format();
                    assertEquals(WRITTEN_OTHERWISE.getOrDefault(value, value), oneLine(written));
                }));
    }

    private static void check(Case c) {
        String value = c.header.substring(c.header.indexOf(':') + 1);
        boolean syntaxError = c.expectations.stream().anyMatch(e -> e.value.startsWith("Syntax error"));
        if (syntaxError) {
            assertInstanceOf(
                    Parsed.Malformed.class, AuthenticationResultsHeader.parse(Bytes.utf8(value), Budgets.DEFAULT));
            return;
        }
        AuthenticationResultsHeader header = parsed(value);
        for (Expectation expectation : c.expectations) {
            assertEquals(expectation.value, evaluate(header, expectation.of).orElse("None"), expectation.of);
        }
    }

    private static Optional<String> evaluate(AuthenticationResultsHeader header, String expression) {
        String path = expression.replaceAll("^str\\(|\\)$", "").substring("result.".length());
        if (path.equals("authserv_id")) {
            return Optional.of(header.authservId());
        }
        Matcher matcher = RESULT.matcher(path);
        assertTrue(matcher.matches(), expression);
        ResultInfo info = header.results().get(Integer.parseInt(matcher.group(1)));
        return matcher.group(2) == null ? Optional.of(withoutComments(info)) : attribute(info, matcher.group(2));
    }

    private static Optional<String> attribute(ResultInfo info, String name) {
        Matcher property = PROPERTY.matcher(name);
        if (property.matches()) {
            ResultInfo.Property p = info.properties().get(Integer.parseInt(property.group(1)));
            return Optional.of(
                    switch (property.group(2)) {
                        case "type" -> p.ptype();
                        case "name" -> p.name();
                        default -> p.value();
                    });
        }
        return switch (name) {
            case "method" -> Optional.of(info.method());
            case "result" -> Optional.of(info.result());
            case "reason" -> info.reason();
            // header_d is the property header.d
            default ->
                info.properties().stream()
                        .filter(p -> (p.ptype() + "_" + p.name()).equals(name))
                        .map(ResultInfo.Property::value)
                        .findFirst();
        };
    }

    private static String withoutComments(ResultInfo info) {
        List<ResultInfo.Property> properties = info.properties().stream()
                .map(p -> ResultInfo.Property.of(p.ptype(), p.name(), p.value()))
                .toList();
        ResultInfo bare = new ResultInfo(
                info.method(), info.methodVersion(), info.result(), Optional.empty(), info.reason(), properties);
        return oneLine(new AuthenticationResultsHeader("a", 1, List.of(bare)).format())
                .substring("a; ".length());
    }

    private static String oneLine(HeaderField field) {
        return field.unfolded().utf8().replace('\t', ' ').strip();
    }

    private static AuthenticationResultsHeader parsed(String value) {
        return switch (AuthenticationResultsHeader.parse(Bytes.utf8(value), Budgets.DEFAULT)) {
            case Parsed.Ok<AuthenticationResultsHeader>(AuthenticationResultsHeader header) -> header;
            case Parsed.Malformed<AuthenticationResultsHeader> malformed ->
                throw new AssertionError(value + ": " + malformed);
        };
    }

    /// The cases. Where the expectations of one header name the authserv-id a second time, they belong to the
    /// headers that follow it, whose own lists are empty: so the suite was derived.
    private static List<Case> parseCases() throws IOException {
        List<Case> cases = new ArrayList<>();
        List<List<Expectation>> surplus = new ArrayList<>();
        for (Json parse : suite().get("parse").elements()) {
            List<List<Expectation>> groups = groups(parse.get("expect").elements());
            if (groups.isEmpty() && !surplus.isEmpty()) {
                groups.add(surplus.removeFirst());
            }
            List<Expectation> own = groups.isEmpty() ? List.of() : groups.removeFirst();
            surplus.addAll(groups);
            cases.add(new Case(parse.get("header").text(), own));
        }
        assertEquals(List.of(), surplus);
        return cases;
    }

    private static List<List<Expectation>> groups(List<Json> expectations) {
        List<List<Expectation>> groups = new ArrayList<>();
        for (Json json : expectations) {
            Expectation expectation =
                    new Expectation(json.get("of").text(), json.get("value").text());
            boolean again = expectation.of.equals("str(result.authserv_id)")
                    && !groups.isEmpty()
                    && groups.getLast().stream().anyMatch(e -> e.of.equals(expectation.of));
            if (groups.isEmpty() || again) {
                groups.add(new ArrayList<>());
            }
            groups.getLast().add(expectation);
        }
        return groups;
    }

    private static Json suite() throws IOException {
        return Json.read(Files.readString(Suites.folder(SUITE).resolve("cases.json")));
    }
}
