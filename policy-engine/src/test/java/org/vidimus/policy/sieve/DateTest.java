package org.vidimus.policy.sieve;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.ZonedDateTime;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vidimus.policy.Spec;
import org.vidimus.policy.sieve.run.EnvironmentItem;
import org.vidimus.policy.sieve.run.SieveMessage;

/// RFC 5260 §4, §5, and RFC 5183.
class DateTest {
    private static final SieveMessage MAIL = message("2026-07-04T23:30:15+02:00[Europe/Berlin]");

    private static SieveMessage message(String now) {
        SieveMessage mail = Scripts.message("""
                Received: from a by b; Sat, 4 Jul 2026 23:30:10 +0200
                Received: from c by a; Sat, 4 Jul 2026 17:30:09 -0400 (EDT)
                Date: Wed, 31 Dec 2025 23:59:60 +0000
                X-Noon: 1 Jan 2026 12:00:00 GMT
                X-None: 30 Feb 2026 12:00:00 GMT
                X-Long: (%s) 1 Jan 2026 12:00:00 GMT

                body
                """.formatted("x".repeat(20_000)));
        Map<EnvironmentItem, String> items = new EnumMap<>(EnvironmentItem.class);
        items.put(EnvironmentItem.REMOTE_IP, "192.0.2.1");
        items.put(EnvironmentItem.REMOTE_HOST, "");
        items.put(EnvironmentItem.HELO, "mx.example.org");
        return new SieveMessage(
                mail.header(),
                mail.size(),
                mail.envelope(),
                mail.body(),
                EnvironmentItem.environment(items),
                Optional.empty(),
                ZonedDateTime.parse(now));
    }

    private static boolean holds(String test) {
        return Done.holds(
                List.of("date", "index", "environment", "relational", "comparator-i;ascii-numeric"), test, MAIL);
    }

    @ParameterizedTest
    @Spec({"RFC 5260 §4.1", "RFC 5260 §4.2", "RFC 3339 §5.6"})
    @CsvSource(
            delimiter = '|',
            value = {
                ":originalzone \"date\" \"year\"        | 2025",
                ":originalzone \"date\" \"MONTH\"       | 12",
                ":originalzone \"date\" \"day\"         | 31",
                ":originalzone \"date\" \"date\"        | 2025-12-31",
                ":originalzone \"date\" \"julian\"      | 61040",
                ":originalzone \"date\" \"hour\"        | 23",
                ":originalzone \"date\" \"minute\"      | 59",
                ":originalzone \"date\" \"second\"      | 60",
                ":originalzone \"date\" \"time\"        | 23:59:60",
                ":originalzone \"date\" \"iso8601\"     | 2025-12-31T23:59:60Z",
                ":originalzone \"date\" \"std11\"       | Wed, 31 Dec 2025 23:59:60 +0000",
                ":originalzone \"date\" \"zone\"        | +0000",
                ":originalzone \"date\" \"weekday\"     | 3",
                ":zone \"-0000\" \"date\" \"zone\"      | +0000",
                ":zone \"+0530\" \"date\" \"iso8601\"   | 2026-01-01T05:29:60+05:30",
                ":zone \"-9959\" \"date\" \"iso8601\"   | 2025-12-27T20:00:60-99:59",
                "\"date\" \"iso8601\"                   | 2026-01-01T00:59:60+01:00",
                "\"received\" \"iso8601\"               | 2026-07-04T23:30:10+02:00",
                "\"x-noon\" \"zone\"                    | +0100",
                ":originalzone :index 2 \"received\" \"iso8601\" | 2026-07-04T17:30:09-04:00",
                ":originalzone :index 1 :last \"received\" \"weekday\" | 6",
                ":index 1 \"X-NOON\" \"hour\"           | 13",
            })
    void parts(String arguments, String value) {
        assertEquals(true, holds("date :comparator \"i;octet\" " + arguments + " \"" + value + "\""));
    }

    @ParameterizedTest
    @Spec({"RFC 5260 §4", "RFC 5260 §4.3", "RFC 5260 §5"})
    @CsvSource(
            delimiter = '|',
            value = {
                "date :matches \"x-none\" \"year\" \"*\"                 | false",
                "date :matches \"x-missing\" \"year\" \"*\"              | false",
                "date :matches \"x-long\" \"year\" \"*\"                 | false",
                "date :matches :index 3 \"received\" \"year\" \"*\"      | false",
                "date :count \"eq\" \"x-none\" \"year\" \"0\"            | true",
                "date :count \"eq\" \"received\" \"year\" \"1\"          | true",
                "date :value \"ge\" :originalzone \"x-noon\" \"hour\" \"09\" | true",
                "date :value \"lt\" :originalzone \"x-noon\" \"hour\" \"09\" | false",
                "date :value \"gt\" :comparator \"i;ascii-numeric\" \"date\" \"julian\" \"9999\" | true",
                "date :is \"received\" \"weekday\" [\"0\", \"6\"]        | true",
                "currentdate \"iso8601\" \"2026-07-04T23:30:15+02:00\"   | true",
                "currentdate :zone \"+0000\" \"time\" \"21:30:15\"       | true",
                "currentdate :value \"ge\" \"date\" \"2026-07-04\"       | true",
                "currentdate :count \"eq\" \"date\" \"1\"                | true",
                "allof(currentdate \"zone\" \"+0200\", not currentdate \"zone\" \"+0100\") | true",
            })
    void tests(String test, boolean holds) {
        assertEquals(holds, holds(test));
    }

    @Test
    @Spec("RFC 5260 §5.1")
    void currentDatesCanBeKept() {
        assertEquals("fileinto 07-2026", Done.by("""
                        require ["date", "variables", "fileinto"];
                        if currentdate :matches "month" "*" { set "month" "${1}"; }
                        if currentdate :matches "year"  "*" { set "year"  "${1}"; }
                        fileinto "${month}-${year}";
                        """, MAIL));
    }

    @ParameterizedTest
    @Spec({"RFC 5260 §4.1", "RFC 5260 §4.2", "RFC 5260 §5"})
    @CsvSource(
            delimiter = '|',
            value = {
                "date :zone \"+01\" \"a\" \"year\" \"b\"          | \"+01\" is no offset such as \"+0100\"",
                "date :zone \"+0160\" \"a\" \"year\" \"b\"        | \"+0160\" is no offset such as \"+0100\"",
                "date :zone \"CEST\" \"a\" \"year\" \"b\"         | \"CEST\" is no offset such as \"+0100\"",
                "date :zone \"+0100\" :originalzone \"a\" \"year\" \"b\" | :zone and :originalzone exclude each other",
                "date \"a\" \"century\" \"b\"                     | a date has no part \"century\"",
                "currentdate :originalzone \"year\" \"b\"         | 'currentdate' takes no :originalzone",
                "date [\"a\", \"b\"] \"year\" \"b\"               | expected a string, found a string list",
                "date :last \"a\" \"year\" \"b\"                  | :last needs :index",
            })
    void mistakes(String test, String error) {
        assertEquals(
                error,
                Scripts.errors("require [\"date\", \"index\"]; if " + test + " {}")
                        .replaceFirst("^\\d+:\\d+: ", ""));
    }

    @ParameterizedTest
    @Spec({"RFC 5183 §4", "RFC 5183 §4.1", "RFC 5183 §4.2"})
    @CsvSource(
            delimiter = '|',
            value = {
                "environment \"remote-ip\" \"192.0.2.1\"              | true",
                "environment \"Remote-IP\" \"192.0.2.1\"              | true",
                "environment :matches \"remote-ip\" \"192.0.2.*\"     | true",
                "environment \"remote-host\" \"\"                     | true",
                "environment :count \"eq\" \"remote-host\" \"0\"      | true",
                "environment :count \"eq\" \"remote-ip\" \"1\"        | true",
                "environment :contains \"name\" \"\"                  | true",
                "environment \"name\" \"vidimus\"                     | true",
                "environment \"vnd.vidimus.helo\" \"MX.example.org\"  | true",
                "environment :comparator \"i;octet\" \"vnd.vidimus.helo\" \"MX.example.org\" | false",
                "environment :contains \"vnd.vidimus.listener\" \"\"  | false",
                "environment :contains \"nonsense\" \"\"              | false",
                "environment :count \"eq\" \"nonsense\" \"0\"         | false",
            })
    void environment(String test, boolean holds) {
        assertEquals(holds, holds(test));
    }

    @Test
    @Spec("RFC 5183 §4")
    void anItemThatNobodyKnowsIsAWarning() {
        assertEquals(
                "[test:1:39: warning: the environment has no item \"helo\"]",
                ((SieveScript.Compiled.Ok) Scripts.compile("require \"environment\"; if environment \"helo\" \"a\" {}"))
                        .warnings()
                        .toString());
    }
}
