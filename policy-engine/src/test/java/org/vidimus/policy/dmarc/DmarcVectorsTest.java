package org.vidimus.policy.dmarc;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vidimus.policy.Fuzzing;
import org.vidimus.policy.Spec;
import org.vidimus.policy.dns.DomainName;
import org.vidimus.policy.dns.ZoneResolver;

/// The examples of RFC 9989, and alignment in all its combinations.
class DmarcVectorsTest {
    private static final ZoneResolver BANK =
            Case.zone("bank.example: v=DMARC1; p=reject; psd=y", "giant.bank.example: v=DMARC1; p=quarantine");

    private static String text(DmarcResult result) {
        return "%s, policy of %s, organization %s, %s, spf %s, dkim %s"
                .formatted(
                        result.status().word(),
                        result.policyDomain().map(DomainName::toString).orElse("-"),
                        result.organizationalDomain().map(DomainName::toString).orElse("-"),
                        result.applicable().word(),
                        result.alignedSpf(),
                        result.alignedDkim());
    }

    @Test
    @Spec({"RFC 9989 Appendix B.4.1", "DM-7"})
    void aSimpleHierarchy() {
        Case message = Case.in(Case.zone("example.com: v=DMARC1; p=reject", "signing.example.com: v=DMARC1; p=none"))
                .from("example.com")
                .dkim("pass", "signing.example.com");
        assertEquals(
                "pass, policy of example.com, organization example.com, none, spf false, dkim true",
                text(message.result()));
    }

    @Test
    @Spec({"RFC 9989 Appendix B.4.2", "DM-7"})
    void aDeepAuthor() {
        Case message = Case.in(Case.zone("example.com: v=DMARC1; p=reject")).from("a.b.c.d.e.f.g.h.i.j.k.example.com");
        assertEquals(
                "fail, policy of example.com, organization example.com, reject, spf false, dkim false",
                text(message.result()));
        assertEquals(
                List.of(
                        "TXT _dmarc.a.b.c.d.e.f.g.h.i.j.k.example.com",
                        "TXT _dmarc.g.h.i.j.k.example.com",
                        "TXT _dmarc.h.i.j.k.example.com",
                        "TXT _dmarc.i.j.k.example.com",
                        "TXT _dmarc.j.k.example.com",
                        "TXT _dmarc.k.example.com",
                        "TXT _dmarc.example.com",
                        "TXT _dmarc.com"),
                message.questions());
    }

    @Test
    @Spec({"RFC 9989 Appendix B.4.3", "DM-7", "DM-15"})
    void aPublicSuffixWithARecord() {
        Case message = Case.in(BANK)
                .from("giant.bank.example")
                .spf("pass", "mail.giant.bank.example")
                .dkim("pass", "mail.mega.bank.example");
        assertEquals(
                "pass, policy of giant.bank.example, organization giant.bank.example, none, spf true, dkim false",
                text(message.result()));
        // another customer of the same suffix, and one without a record: the suffix's policy
        assertEquals(
                "fail, policy of bank.example, organization mega.bank.example, reject, spf false, dkim false",
                text(Case.in(BANK)
                        .from("mail.mega.bank.example")
                        .dkim("pass", "giant.bank.example")
                        .result()));
    }

    @Test
    @Spec({"RFC 9989 Appendix B.4.3", "DM-7"})
    void theWalkEndsAtThePublicSuffix() {
        Case message = Case.in(BANK).from("mail.giant.bank.example");
        message.result();
        assertEquals(
                List.of(
                        "TXT _dmarc.mail.giant.bank.example",
                        "TXT _dmarc.giant.bank.example",
                        "TXT _dmarc.bank.example"),
                message.questions());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    example.com=v=DMARC1; p=reject & example.com=v=DMARC1; p=none       | example.com       | none | none
                    example.com=v=spf1 -all & example.com=v=DMARC1; p=reject            | example.com       | fail | reject
                    example.com=v=DMARC2; p=reject                                      | example.com       | none | none
                    example.com=v=DMARC1; p=reject; sp=bogus; rua=mailto:a@example.com  | example.com       | fail | none
                    example.com=v=DMARC1; adkim=s                                       | example.com       | none | none
                    example.com=v=DMARC1; p=reject; t=y                                 | example.com       | fail | quarantine
                    example.com=v=DMARC1; p=reject; sp=quarantine                       | child.example.com | fail | quarantine
                    """)
    @Spec({"RFC 9989 §4.7", "RFC 9989 §4.10", "DM-3", "DM-6", "DM-9", "DM-11"})
    void smallZones(String zone, String author, String status, String policy) {
        List<String> lines = new ArrayList<>(List.of("child.example.com. IN A 192.0.2.1"));
        for (String record : zone.split(" & ")) {
            lines.add(record.replaceFirst("=", ": "));
        }
        DmarcResult result =
                Case.in(Case.zone(lines.toArray(String[]::new))).from(author).result();
        assertEquals(
                status + " " + policy,
                result.status().word() + " " + result.applicable().word());
    }

    /// adkim and aspf, each way of standing to the author, and whether the check passed: 32 rows, where
    /// `strict` and `relaxed` say whether the identifier is aligned.
    @ParameterizedTest
    @CsvSource({
        "mail.example.com, pass, true, true",
        "mail.example.com, fail, false, false",
        "a.mail.example.com, pass, false, true",
        "a.mail.example.com, fail, false, false",
        "other.example.com, pass, false, true",
        "other.example.com, fail, false, false",
        "example.com, pass, false, true",
        "example.com, fail, false, false",
    })
    @Spec({"RFC 9989 §4.4", "DM-15"})
    void alignmentInAllCombinations(String identifier, String result, boolean strict, boolean relaxed) {
        for (String mode : List.of("r", "s")) {
            boolean aligned = mode.equals("s") ? strict : relaxed;
            ZoneResolver zone = Case.zone(
                    "example.com: v=DMARC1; p=reject; adkim=%s; aspf=%s".formatted(mode, mode.equals("s") ? "r" : "s"));
            DmarcResult dkim = Case.in(zone)
                    .from("mail.example.com")
                    .dkim(result, identifier)
                    .result();
            assertEquals(aligned, dkim.alignedDkim(), mode);
            assertEquals(aligned ? DmarcResult.Status.PASS : DmarcResult.Status.FAIL, dkim.status(), mode);
            ZoneResolver other = Case.zone(
                    "example.com: v=DMARC1; p=reject; aspf=%s; adkim=%s".formatted(mode, mode.equals("s") ? "r" : "s"));
            DmarcResult spf = Case.in(other)
                    .from("mail.example.com")
                    .spf(result, identifier)
                    .result();
            assertEquals(aligned, spf.alignedSpf(), mode);
            assertEquals(aligned ? DmarcResult.Status.PASS : DmarcResult.Status.FAIL, spf.status(), mode);
        }
    }

    @Test
    @Spec({"RFC 9989 §4.4.1", "DM-14"})
    void theOrderOfSignaturesChangesNothing() {
        List<String[]> signatures = new ArrayList<>(List.of(
                new String[] {"pass", "a.mail.example.com"},
                new String[] {"pass", "other.example"},
                new String[] {"fail", "mail.example.com"},
                new String[] {"temperror", "b.mail.example.com"},
                new String[] {"policy", "example.com"}));
        ZoneResolver zone = Case.zone(
                "example.com: v=DMARC1; p=reject",
                "a.mail.example.com: v=DMARC1; p=none; psd=n",
                ";! SERVFAIL _dmarc.c.example.com TXT");
        RandomGenerator random = Fuzzing.random(1);
        for (int extra = 0; extra < 3; extra++) {
            List<String> results = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                Collections.shuffle(signatures, random);
                Case message = Case.in(zone).from("mail.example.com");
                signatures.forEach(s -> message.dkim(s[0], s[1]));
                DmarcResult result = message.result();
                results.add(text(result) + result.steps() + message.questions());
            }
            assertEquals(1, results.stream().distinct().count(), () -> String.join("\n", results));
            signatures.add(new String[] {"pass", extra == 0 ? "c.example.com" : "mail.example.com"});
        }
    }

    @Test
    @Spec({"RFC 9989 §4.10.2", "DM-15"})
    void eachIdentifierHasAWalkOfItsOwn() {
        // relaxed would align both, but the identifier says that it is an organization itself
        ZoneResolver zone = Case.zone("example.com: v=DMARC1; p=reject", "lab.example.com: v=DMARC1; p=none; psd=n");
        assertEquals(
                DmarcResult.Status.FAIL,
                Case.in(zone)
                        .from("example.com")
                        .dkim("pass", "x.lab.example.com")
                        .result()
                        .status());
        assertEquals(
                DmarcResult.Status.PASS,
                Case.in(zone)
                        .from("example.com")
                        .dkim("pass", "x.example.com")
                        .result()
                        .status());
    }

    @Test
    @Spec({"RFC 9989 §4.10", "DM-7"})
    void saysStepByStepHowItCameToItsResult() {
        ZoneResolver zone = Case.zone(
                "example.com: v=DMARC1; p=none; sp=reject; np=none; t=y; aspf=s",
                "lab.example.com: v=DMARC1; p=none; psd=n",
                "child.example.com. IN A 192.0.2.1");
        assertEquals(
                """
                _dmarc.child.example.com: no such name
                _dmarc.example.com: v=DMARC1; p=none; sp=reject; np=none; t=y; aspf=s
                _dmarc.com: no such name
                _dmarc.x.lab.example.com: no such name
                _dmarc.lab.example.com: v=DMARC1; p=none; psd=n
                SPF: passed for example.com, not aligned: another domain, and alignment is strict
                DKIM: passed for other.com, not aligned: not within the Organizational Domain example.com
                DKIM: passed for other.example, not aligned: another organization
                DKIM: passed for x.lab.example.com, not aligned: its Organizational Domain is lab.example.com
                child.example.com exists, so sp applies
                t=y: the policy applied is one level below reject
                the record of example.com asks for reject, to be applied: quarantine""",
                String.join(
                        "\n",
                        Case.in(zone)
                                .from("child.example.com")
                                .spf("pass", "example.com")
                                .dkim("pass", "x.lab.example.com")
                                .dkim("pass", "other.com")
                                .dkim("pass", "other.example")
                                .result()
                                .steps()));
    }

    @Test
    @Spec({"RFC 9989 §4.10.2", "DM-7"})
    void asksNoMoreThanIsNeeded() {
        ZoneResolver zone = Case.zone("example.com: v=DMARC1; p=reject", "strict.example: v=DMARC1; p=none; adkim=s");
        Case same =
                Case.in(zone).from("example.com").dkim("pass", "example.com").spf("pass", "other.test");
        same.result();
        assertEquals(List.of("TXT _dmarc.example.com"), same.questions());
        Case none = Case.in(zone).from("nothing.test").dkim("pass", "a.nothing.test");
        none.result();
        assertEquals(List.of("TXT _dmarc.nothing.test", "TXT _dmarc.test"), none.questions());
        Case strict = Case.in(zone).from("strict.example").dkim("pass", "a.strict.example");
        strict.result();
        assertEquals(List.of("TXT _dmarc.strict.example", "TXT _dmarc.example"), strict.questions());
    }
}
