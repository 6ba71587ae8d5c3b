package org.vidimus.daemon.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.vidimus.daemon.config.ConfigFile.Reading;
import org.vidimus.policy.Spec;
import org.vidimus.policy.pipeline.OverrideRule;

/// The keys of a `[[policy.override]]`: each left out, written, and written wrong; and what is doubtful
/// about them.
class OverrideKeysTest {
    private static final String MISSING = "";
    private static final String LEAST = "name = \"n\"\naction = \"none\"\nnetworks = [\"192.0.2.1\"]\n";

    /// @param fallback the setting when it is left out; empty for a key that must be there
    /// @param written the lines of an override that hold it
    /// @param set the setting then
    /// @param wrong lines that are refused
    /// @param complaint what is said about them
    record Row(
            String key,
            Function<OverrideRule, Object> setting,
            String fallback,
            String written,
            String set,
            String wrong,
            String complaint) {
        @Override
        public String toString() {
            return key;
        }
    }

    static List<Row> rows() {
        return List.of(
                new Row(
                        "name",
                        OverrideRule::name,
                        MISSING,
                        LEAST,
                        "n",
                        LEAST.replace("\"n\"", "\"a b\""),
                        "f:2:1: policy.override[0].name: \"a b\" is no such name; expected 1 to 64 letters"),
                new Row(
                        "networks",
                        rule -> rule.when().networks(),
                        "[]",
                        LEAST,
                        "[192.0.2.1]",
                        LEAST.replace("192.0.2.1", "192.0.2.1/24"),
                        "f:4:13: policy.override[0].networks[0]: \"192.0.2.1/24\", octet 1: bits beyond"),
                new Row(
                        "envelope-domains",
                        rule -> rule.when().envelopeDomains(),
                        "[]",
                        LEAST + "envelope-domains = [\"a.example\", \"*.B.example\"]",
                        "[a.example, *.b.example]",
                        LEAST + "envelope-domains = [\"*.b..example\"]",
                        "f:5:21: policy.override[0].envelope-domains[0]: \"*.b..example\", octet 5: "),
                new Row(
                        "from-domains",
                        rule -> rule.when().fromDomains(),
                        "[]",
                        LEAST + "from-domains = [\"a.example\"]",
                        "[a.example]",
                        LEAST + "from-domains = \"a.example\"",
                        "f:5:1: policy.override[0].from-domains: is the string \"a.example\"; expected a list"),
                new Row(
                        "list-ids",
                        rule -> rule.when().listIds(),
                        "[]",
                        LEAST + "list-ids = [\"Talk.a.example\", \"*.b.example\"]",
                        "[talk.a.example, *.b.example]",
                        LEAST + "list-ids = [\"<talk.a.example>\"]",
                        "f:5:13: policy.override[0].list-ids[0]: \"<talk.a.example>\", octet 1: not a character"),
                new Row(
                        "sealers",
                        rule -> rule.when().sealers(),
                        "[]",
                        LEAST + "sealers = [\"a.example\"]",
                        "[a.example]",
                        LEAST + "sealers = [\"\"]",
                        "f:5:12: policy.override[0].sealers[0]: \"\", octet 1: "),
                new Row(
                        "dkim-domains",
                        rule -> rule.when().dkimDomains(),
                        "[]",
                        LEAST + "dkim-domains = [\"*.a.example\"]",
                        "[*.a.example]",
                        LEAST + "dkim-domains = [1]",
                        "f:5:17: policy.override[0].dkim-domains[0]: is the integer 1"),
                new Row(
                        "action",
                        OverrideRule::action,
                        MISSING,
                        LEAST,
                        "NONE",
                        LEAST.replace("none", "drop"),
                        "f:3:1: policy.override[0].action: \"drop\" is unknown"),
                new Row(
                        "reason",
                        rule -> rule.reason().word(),
                        "local_policy",
                        LEAST + "reason = \"mailing_list\"",
                        "mailing_list",
                        LEAST + "reason = \"policy_test_mode\"",
                        "f:5:1: policy.override[0].reason: \"policy_test_mode\" is unknown"),
                new Row(
                        "comment",
                        OverrideRule::comment,
                        "",
                        LEAST + "comment = \"until they mend it\"",
                        "until they mend it",
                        LEAST + "comment = \"f\u00fcr uns\"",
                        "f:5:1: policy.override[0].comment: "),
                new Row(
                        "expires",
                        OverrideRule::expires,
                        "Optional.empty",
                        LEAST + "expires = 2027-06-30",
                        "Optional[2027-06-30]",
                        LEAST + "expires = \"2027-06-30\"",
                        "f:5:1: policy.override[0].expires: is the string \"2027-06-30\"; expected a date such as"));
    }

    @ParameterizedTest
    @MethodSource("rows")
    void leftOutItHasItsDefaultOrIsMissed(Row row) {
        if (row.fallback().equals(MISSING) && !row.key().equals("comment")) {
            String said = refused("");
            assertTrue(said.contains("." + row.key() + ": is missing; expected"), said);
        } else {
            String without = row.key().equals("networks")
                    ? LEAST.replace("networks", "envelope-domains").replace("192.0.2.1", "a.example")
                    : LEAST;
            assertEquals(row.fallback(), show(row, without));
        }
    }

    @ParameterizedTest
    @MethodSource("rows")
    void writtenItIsSet(Row row) {
        assertEquals(row.set(), show(row, row.written()));
    }

    @ParameterizedTest
    @MethodSource("rows")
    void writtenWrongItIsRefusedWithItsPlace(Row row) {
        String said = refused(row.wrong());
        assertTrue(said.startsWith(row.complaint()), said);
    }

    @Test
    void everyKeyIsTestedAndWithoutAnyThereIsNone() {
        assertEquals(
                OverrideKeys.OVERRIDES.repeated().orElseThrow().keys().stream()
                        .map(Key::name)
                        .toList(),
                rows().stream().map(Row::key).toList());
        assertEquals(List.of(), Settings.of(values("")).pipeline().overrides());
    }

    @Test
    void anOverrideForAllMailIsRefused() {
        assertTrue(refused("name = \"n\"\naction = \"accept\"")
                .startsWith("f:3:1: policy.override[0].action: has no condition and would be for all mail"));
    }

    @Test
    void twoOfOneNameAreRefused() {
        String said = refused(LEAST + "[[policy.override]]\n" + LEAST);
        assertEquals("f:5:1: policy.override[1]: has the name of another, \"n\"; expected one of its own", said);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "none       | from-domains = ['a.example']                              | forged",
                "accept     | list-ids = ['a.example']                                  | forged",
                "tag        | envelope-domains = ['a.example']                          | forged",
                "quarantine | from-domains = ['a.example']                              |",
                "reject     | list-ids = ['a.example']                                  |",
                "none       | {list-ids = ['a.example'], dkim-domains = ['b.example']}  |",
                "accept     | sealers = ['b.example']                                   |",
                "accept     | networks = ['192.0.2.1']                                  |",
                "accept     | {networks = ['192.0.2.1'], expires = 2026-11-23}          |",
                "accept     | {networks = ['192.0.2.1'], expires = 2026-11-22}          | expired",
            })
    @Spec("RFC 9989 §7.4")
    void whatLetsForgedMailThroughIsDoubtful(String action, String keys, String doubt) {
        String lines = keys.replaceAll("[{}]", "").replaceAll(", (?=[a-z-]+ =)", "\n");
        List<String> warnings = warnings("[[policy.override]]\nname = \"n\"\naction = \"" + action + "\"\n" + lines);
        if (doubt == null) {
            assertEquals(List.of(), warnings);
        } else {
            assertEquals(1, warnings.size());
            assertTrue(warnings.getFirst().startsWith("f:1: warning: policy.override \"n\": "), warnings::toString);
            assertTrue(warnings.getFirst().contains(doubt), warnings::toString);
        }
    }

    @Test
    void oneThatCanNeverMatchIsDoubtful() {
        String wide = "[[policy.override]]\nname = \"wide\"\naction = \"none\"\nnetworks = [\"192.0.2.0/24\"]\n";
        String narrow = "[[policy.override]]\nname = \"narrow\"\naction = \"accept\"\nnetworks = [\"192.0.2.1\"]\n";
        assertEquals(
                List.of("f:5: warning: policy.override \"narrow\": can never match, \"wide\" takes all its mail"),
                warnings(wide + narrow));
        assertEquals(List.of(), warnings(narrow + wide));
        assertEquals(List.of(), warnings(wide + "expires = 2027-01-01\n" + narrow));
    }

    private static List<String> warnings(String text) {
        return Warning.of(values(text), Instant.parse("2026-11-23T23:59:59Z")).stream()
                .map(Warning::toString)
                .toList();
    }

    private static Values values(String text) {
        return assertInstanceOf(Reading.Valid.class, ConfigFile.read("f", text, Keys.ROOT))
                .values();
    }

    private static String show(Row row, String lines) {
        return row.setting()
                .apply(Settings.of(values("[[policy.override]]\n" + lines + "\n"))
                        .pipeline()
                        .overrides()
                        .getFirst())
                .toString();
    }

    private static String refused(String lines) {
        var invalid = assertInstanceOf(
                Reading.Invalid.class, ConfigFile.read("f", "[[policy.override]]\n" + lines + "\n", Keys.ROOT));
        return String.join(
                "\n", invalid.problems().stream().map(Problem::toString).toList());
    }
}
