package org.vidimus.policy.dns;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.vidimus.policy.Fuzzing;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.base.Parsed;

/// Zone files of anybody.
class ZoneFuzzTest {
    @Test
    void anyOctetsAreAZoneFileOrNot() {
        List<String> seeds = List.of(
                "$ORIGIN example.\n@ 1h IN TXT \"a\" ( b\n c )\n*.x CNAME y\n;! TIMEOUT a TXT\nm MX 0 .\n",
                "a A 192.0.2.1\na AAAA ::1\n4.3.2.1.in-addr.arpa PTR a.\n$TTL 5\nb TYPE65400 \\# 1 00\n");
        List<String> words = List.of(
                "\n",
                "(",
                ")",
                "\"",
                ";",
                ";!",
                "\\",
                "\\256",
                "$INCLUDE ",
                "$GENERATE 1-9999999 ",
                "$TTL ",
                "@",
                " IN ",
                "CNAME ",
                "\0",
                "99999999999");

        Fuzzing.run(3_000, seeds, words, ZoneFuzzTest::fuzz);
    }

    /// Fails if a zone file can do anything but be a zone or not.
    static void fuzz(byte[] octets) {
        switch (ZoneResolver.parse(Bytes.of(octets))) {
            case Parsed.Malformed<ZoneResolver>(int offset, String why) ->
                assertTrue(offset >= 0 && offset <= octets.length && !why.isEmpty());
            case Parsed.Ok<ZoneResolver>(ZoneResolver zone) ->
                zone.lookup(new Question(DomainName.of("a.example"), RecordType.TXT), Duration.ofSeconds(1));
        }
    }
}
