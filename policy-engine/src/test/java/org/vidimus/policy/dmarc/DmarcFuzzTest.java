package org.vidimus.policy.dmarc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.vidimus.policy.Fuzzing;
import org.vidimus.policy.Spec;
import org.vidimus.policy.base.Ascii;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.base.Parsed;
import org.vidimus.policy.dns.Answer;
import org.vidimus.policy.dns.Data;
import org.vidimus.policy.dns.DomainName;
import org.vidimus.policy.dns.RecordType;
import org.vidimus.policy.dns.ZoneResolver;
import org.vidimus.policy.message.Author;

/// DMARC records and zones that nobody would publish.
class DmarcFuzzTest {
    private static final List<String> SEEDS = List.of(
            "v=DMARC1; p=reject; sp=quarantine; np=none; adkim=s; aspf=r; psd=n; t=y; fo=1:d; rua=mailto:a@b.example!1m",
            "v=DMARC1;rua=mailto:a%2Cb@example.com,https://example.com/x;ruf=mailto:c@d.example",
            "v = DMARC1",
            "v=spf1 -all");
    private static final List<String> WORDS = List.of(
            ";",
            "=",
            ",",
            "!",
            ":",
            "%",
            "%00",
            " ",
            "\t",
            "\0",
            "\u00FC",
            "v=DMARC1",
            "p=",
            "none",
            "psd=y",
            "t=y",
            "rua=",
            "mailto:",
            "@",
            "xn--",
            "fo=0:1",
            "\r\n");

    @Test
    @Spec("RFC 9989 §4.8")
    void noRecordIsTooOdd() {
        Fuzzing.run(8_000, SEEDS, WORDS, DmarcFuzzTest::fuzz);
    }

    /// Fails if the parser throws, if a text of its result is not printable, if a position is outside of the
    /// record, or if an evaluation that meets the record throws or asks too much.
    static void fuzz(byte[] octets) {
        Bytes text = Bytes.of(octets);
        switch (DmarcRecord.parse(text)) {
            case Parsed.Malformed<DmarcRecord>(int offset, String _) ->
                assertTrue(offset >= 0 && offset <= text.length());
            case Parsed.Ok<DmarcRecord>(DmarcRecord record) -> {
                for (DmarcRecord.Problem problem : record.problems()) {
                    assertTrue(problem.offset() >= 0 && problem.offset() <= text.length());
                    assertTrue(problem.what().chars().allMatch(Ascii::isPrintable));
                }
                Stream.concat(record.aggregateReports().stream(), record.failureReports().stream())
                        .forEach(uri -> assertTrue(uri.chars().allMatch(Ascii::isPrintable)));
                assertTrue(!record.failureOptions().isEmpty());
            }
        }
        Case message = Case.in((_, _) -> new Answer.Found(List.of(new Data.Text(text)), false))
                .from("a.b.example")
                .dkim("pass", "b.example");
        require(message, 3 + 2 + 1);
    }

    private static void require(Case message, int questions) {
        DmarcResult result = message.result();
        assertTrue(
                message.questions().size() <= questions,
                () -> message.questions().toString());
        assertTrue(result.steps().stream().allMatch(step -> step.chars().allMatch(Ascii::isPrintable)));
        boolean mayPunish =
                result.status() == DmarcResult.Status.FAIL || result.status() == DmarcResult.Status.PERMERROR;
        assertTrue(mayPunish || result.applicable() == DmarcPolicy.NONE);
        assertEquals(result.status() == DmarcResult.Status.PASS, result.alignedSpf() || result.alignedDkim());
    }

    /// Random trees of records and failures, random authors and identifiers: whatever stands there, no more
    /// than the documented number of questions, and no policy without a failure.
    @Test
    @Spec({"RFC 9989 §4.10", "DM-16", "DM-26"})
    void noZoneMakesItAskTooMuch() {
        RandomGenerator random = Fuzzing.random(9989);
        List<DmarcSettings.Mode> modes = List.of(DmarcSettings.Mode.values());
        PublicSuffixList suffixes = PublicSuffixListTest.list("a", "b.a", "*.c.a", "!c.c.a");
        for (int round = 0; round < 2_500; round++) {
            Case message = Case.in(zone(random))
                    .with(DmarcSettings.DEFAULT.with(modes.get(random.nextInt(modes.size())), suffixes));
            int authors = random.nextInt(5) == 0 ? random.nextInt(2, 8) : 1;
            List<DomainName> names =
                    Stream.generate(() -> name(random)).limit(authors).toList();
            message.from(authors == 1 ? new Author.Single(names.getFirst()) : new Author.Several(names));
            int signatures = random.nextInt(4);
            for (int i = 0; i < signatures; i++) {
                message.dkim(
                        List.of("pass", "fail", "temperror", "policy").get(random.nextInt(4)),
                        name(random).toString(),
                        random.nextInt(6) == 0);
            }
            if (random.nextBoolean()) {
                message.spf(
                        List.of("pass", "fail", "temperror").get(random.nextInt(3)),
                        name(random).toString());
            }
            require(message, Math.min(authors, 5) * (8 + 1) + 8 * (signatures + 1));
        }
    }

    private static ZoneResolver zone(RandomGenerator random) {
        ZoneResolver.Builder zone = ZoneResolver.builder();
        for (int i = random.nextInt(8); i > 0; i--) {
            DomainName target = name(random).under("_dmarc").orElseThrow();
            if (random.nextInt(6) == 0) {
                zone.fail(
                        target,
                        RecordType.TXT,
                        random.nextBoolean() ? Answer.Cause.TIMEOUT : Answer.Cause.SERVER_FAILURE);
            } else {
                zone.add(target, RecordType.TXT, new Data.Text(Bytes.utf8(record(random))));
            }
        }
        return zone.build();
    }

    private static String record(RandomGenerator random) {
        StringBuilder record = new StringBuilder("v=DMARC1");
        List<String> tags = List.of(
                "p=reject",
                "p=none",
                "sp=reject",
                "np=reject",
                "p=x",
                "psd=y",
                "psd=n",
                "adkim=s",
                "aspf=s",
                "t=y",
                "pct=0",
                "rua=mailto:a@b.example");
        for (int i = random.nextInt(5); i > 0; i--) {
            record.append("; ").append(tags.get(random.nextInt(tags.size())));
        }
        return record.toString();
    }

    private static DomainName name(RandomGenerator random) {
        List<String> labels = new ArrayList<>();
        for (int i = random.nextInt(10) == 0 ? random.nextInt(8, 100) : random.nextInt(1, 6); i > 1; i--) {
            labels.add(List.of("a", "b", "c").get(random.nextInt(3)));
        }
        labels.add("a");
        return DomainName.ofLabels(labels).orElseThrow();
    }
}
