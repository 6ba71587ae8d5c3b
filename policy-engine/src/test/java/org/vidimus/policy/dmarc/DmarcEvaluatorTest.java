package org.vidimus.policy.dmarc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.vidimus.policy.Spec;
import org.vidimus.policy.authres.ResultInfo;
import org.vidimus.policy.dns.DomainName;
import org.vidimus.policy.dns.ZoneResolver;
import org.vidimus.policy.message.Author;
import org.vidimus.policy.spf.SpfIdentity;

/// Discovery, the choice of the policy, and what becomes of failures of the DNS.
class DmarcEvaluatorTest {
    private static Case in(String... zone) {
        return Case.in(Case.zone(zone));
    }

    private static void expect(String status, String policy, Case message) {
        DmarcResult result = message.result();
        assertEquals(
                status + " " + policy,
                result.status().word() + " " + result.applicable().word(),
                () -> String.join("\n", result.steps()));
    }

    @Test
    @Spec({"RFC 9989 §4.10.1", "DM-9"})
    void choosesBetweenPolicies() {
        String zone = "example.com: v=DMARC1; p=reject; sp=quarantine; np=none";
        expect("fail", "reject", in(zone).from("example.com"));
        expect(
                "fail",
                "quarantine",
                in(zone, "child.example.com. IN A 192.0.2.1").from("child.example.com"));
        expect(
                "fail",
                "quarantine",
                in(zone, "x.child.example.com. IN A 192.0.2.1").from("child.example.com"));
        expect("fail", "none", in(zone).from("child.example.com"));
        // sp and np of the author's own record mean nothing
        expect(
                "fail",
                "quarantine",
                in(zone, "child.example.com: v=DMARC1; p=quarantine; sp=none; np=none")
                        .from("child.example.com"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    p=reject; sp=none             | none
                    p=reject                      | reject
                    p=reject; np=quarantine       | quarantine
                    p=none; sp=reject             | reject
                    p=none; sp=quarantine; np=reject | reject
                    p=none; np=reject             | reject
                    """)
    @Spec({"RFC 9989 §4.7", "RFC 9989 §4.10.1", "DM-9", "DM-10"})
    void aDomainThatDoesNotExistHasNpElseSpElseP(String tags, String policy) {
        expect("fail", policy, in("example.com: v=DMARC1; " + tags).from("ghost.example.com"));
    }

    @Test
    @Spec({"RFC 9989 §3.2.13", "DM-10"})
    void asksWhetherTheDomainExistsOnlyWhereItMatters() {
        String question = "A child.example.com";
        Case differs = in("example.com: v=DMARC1; p=reject; np=none").from("child.example.com");
        differs.result();
        assertTrue(differs.questions().contains(question));
        for (String tags :
                List.of("p=reject", "p=reject; sp=none", "p=reject; np=reject", "p=none; sp=reject; np=reject")) {
            Case same = in("example.com: v=DMARC1; " + tags).from("child.example.com");
            same.result();
            assertFalse(same.questions().contains(question), tags);
        }
        Case passes = in("example.com: v=DMARC1; p=reject; np=none")
                .from("child.example.com")
                .dkim("pass", "example.com");
        expect("pass", "none", passes);
        assertFalse(passes.questions().contains(question));
    }

    @Test
    @Spec({"RFC 9989 §3.2.13", "DM-10"})
    void aDomainOfWhichNothingIsKnownExists() {
        expect(
                "fail",
                "reject",
                in("example.com: v=DMARC1; p=reject; np=none", ";! SERVFAIL child.example.com A")
                        .from("child.example.com"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    p=reject; sp=bogus; rua=mailto:a@example.com | fail | none
                    p=reject; sp=bogus                           | none | none
                    p=reject; np=bogus; rua=mailto:a@example.com | fail | none
                    p=reject; np=bogus                           | none | none
                    p=bogus; rua=mailto:a@example.com            | fail | none
                    p=bogus; rua=mailto:                         | none | none
                    p=bogus; rua=example                         | none | none
                    p=bogus; rua=example, mailto:a@example.com   | fail | none
                    p=; rua=mailto:a@example.com                 | fail | none
                    rua=mailto:a@example.com                     | fail | none
                    adkim=s                                      | none | none
                    p=reject; p=reject; rua=mailto:a@example.com | fail | none
                    p=reject; sp=none; sp=none                   | none | none
                    p=reject; t=bogus                            | fail | reject
                    p=reject; t=y; t=y                           | fail | reject
                    p=reject; fo=bogus; psd=bogus; adkim=bogus   | fail | reject
                    """)
    @Spec({"RFC 9989 §4.10.1", "DM-5", "DM-9"})
    void aRecordWithABadPolicyAsksForReportsOrForNothing(String tags, String status, String policy) {
        expect(status, policy, in("example.com: v=DMARC1; " + tags).from("example.com"));
    }

    @Test
    @Spec("RFC 9989 §4.10.1")
    void aRecordThatAppliesToNothingHidesTheOneAboveIt() {
        // Interpretation: it was retrieved, so it is the one to be judged.
        expect(
                "none",
                "none",
                in("child.example.com: v=DMARC1; adkim=s", "example.com: v=DMARC1; p=reject")
                        .from("child.example.com"));
    }

    @ParameterizedTest
    @CsvSource({"reject, quarantine", "quarantine, none", "none, none"})
    @Spec({"RFC 9989 §4.7", "DM-11"})
    void testModeLowersThePolicyByOne(String published, String applied) {
        Case fails = in("example.com: v=DMARC1; p=" + published + "; t=y").from("example.com");
        expect("fail", applied, fails);
        assertEquals(
                published, fails.result().requested().map(DmarcPolicy::word).orElseThrow());
        expect(
                "pass",
                "none",
                in("example.com: v=DMARC1; p=" + published + "; t=y")
                        .from("example.com")
                        .dkim("pass", "example.com"));
    }

    @Test
    @Spec({"RFC 9989 Appendix A.6", "DM-12"})
    void pctMeansNothing() {
        expect("fail", "reject", in("example.com: v=DMARC1; p=reject; pct=0").from("example.com"));
    }

    @Test
    @Spec({"RFC 9989 §4.4.2", "DM-13"})
    void onlyMailFromCounts() {
        String zone = "example.com: v=DMARC1; p=reject";
        expect("pass", "none", in(zone).from("example.com").spf("pass", "example.com"));
        expect("fail", "reject", in(zone).from("example.com").spf(SpfIdentity.HELO, "pass", "example.com"));
        expect("fail", "reject", in(zone).from("example.com").spf(SpfIdentity.HELO, "temperror", "example.com"));
        expect("fail", "reject", in(zone).from("example.com").spf("fail", "example.com"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "neutral", "softfail", "fail", "permerror"})
    @Spec({"RFC 9989 §4.4.2", "RFC 7489 §6.6.2", "DM-13", "DM-17"})
    void nothingButAPassAuthenticates(String result) {
        expect(
                "fail",
                "reject",
                in("example.com: v=DMARC1; p=reject").from("example.com").spf(result, "example.com"));
    }

    @Test
    @Spec({"RFC 9989 §4.4.1", "DM-14"})
    void oneAlignedSignatureIsEnough() {
        String zone = "example.com: v=DMARC1; p=reject";
        expect(
                "pass",
                "none",
                in(zone).from("example.com")
                        .dkim("pass", "other.example")
                        .dkim("fail", "example.com")
                        .dkim("pass", "example.com"));
        expect("fail", "reject", in(zone).from("example.com").dkim("policy", "example.com"));
    }

    @Test
    @Spec({"RFC 6376 §3.6.1", "DKV-33"})
    void aSignatureOfAKeyUnderTestCountsOnlyIfConfigured() {
        String zone = "example.com: v=DMARC1; p=reject";
        expect("fail", "reject", in(zone).from("example.com").dkim("pass", "example.com", true));
        DmarcSettings counted = new DmarcSettings(
                DmarcSettings.Mode.TREE_WALK,
                Optional.empty(),
                true,
                DmarcSettings.SeveralAuthors.EVALUATE,
                5,
                DmarcPolicy.NONE,
                DmarcPolicy.QUARANTINE);
        expect("pass", "none", in(zone).with(counted).from("example.com").dkim("pass", "example.com", true));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    temperror example.com       |                             | temperror
                    temperror child.example.com |                             | temperror
                    temperror other.example     |                             | fail
                                                | temperror example.com       | temperror
                                                | temperror child.example.com | temperror
                                                | temperror other.example     | fail
                    temperror example.com       | pass example.com            | pass
                    pass example.com            | temperror example.com       | pass
                    temperror example.com       | fail example.com            | temperror
                    fail example.com            | temperror other.example     | fail
                    """)
    @Spec({"RFC 9989 §5.3.6", "DM-16"})
    void whatCouldHavePassedLeavesTheQuestionOpen(String spf, String dkim, String status) {
        Case message = in("example.com: v=DMARC1; p=reject").from("example.com");
        if (spf != null) {
            message.spf(spf.split(" ")[0], spf.split(" ")[1]);
        }
        if (dkim != null) {
            message.dkim(dkim.split(" ")[0], dkim.split(" ")[1]);
        }
        expect(status, status.equals("fail") ? "reject" : "none", message);
    }

    @Test
    @Spec({"RFC 9989 §5.3.6", "DM-16"})
    void strictAlignmentLeavesNothingOpenForASibling() {
        expect(
                "fail",
                "reject",
                in("example.com: v=DMARC1; p=reject; aspf=s")
                        .from("example.com")
                        .spf("temperror", "child.example.com"));
    }

    @Test
    @Spec({"RFC 9989 §5.3.6", "DM-8", "DM-16"})
    void aWalkThatBreaksOffDecidesOnlyWhatNeedsIt() {
        String record = "example.com: v=DMARC1; p=reject";
        String fault = ";! TIMEOUT _dmarc.com TXT";
        // nothing to align: the policy is known, and so is the result
        expect("fail", "reject", in(record, fault).from("example.com"));
        expect("fail", "reject", in(record, fault).from("example.com").dkim("pass", "other.example"));
        expect("pass", "none", in(record, fault).from("example.com").dkim("pass", "example.com"));
        // psd=y at com would make the two foreign to each other
        expect("temperror", "none", in(record, fault).from("example.com").dkim("pass", "child.example.com"));
        // the policy itself is unknown
        expect("temperror", "none", in(record, fault).from("child.example.com").dkim("pass", "child.example.com"));
    }

    @Test
    @Spec({"RFC 9989 §5.3.1", "DM-1", "DM-2", "MSG-7"})
    void aMessageWithoutAnAuthorHasAResultToo() {
        expect("none", "none", in("example.com: v=DMARC1; p=reject").from(new Author.None("no From field")));
        expect(
                "permerror",
                "quarantine",
                in("example.com: v=DMARC1; p=reject").from(new Author.Unreadable(3, "expected an address")));
    }

    @Test
    @Spec({"RFC 9989 §11.5", "DM-1"})
    void severalAuthorsNeverPassAndTheStrictestPolicyApplies() {
        String[] zone = {
            "a.example: v=DMARC1; p=reject", "b.example: v=DMARC1; p=quarantine", "c.example: v=DMARC1; p=none"
        };
        expect("permerror", "reject", in(zone).from("b.example", "a.example"));
        expect(
                "permerror",
                "quarantine",
                in(zone).from("b.example", "a.example").dkim("pass", "a.example"));
        expect("permerror", "none", in(zone).from("c.example", "a.example").dkim("pass", "a.example"));
        expect(
                "permerror",
                "none",
                in(zone).from("b.example", "a.example")
                        .dkim("pass", "a.example")
                        .spf("pass", "b.example"));
        expect("permerror", "none", in(zone).from("d.example", "e.example"));
    }

    @Test
    @Spec({"RFC 9989 §11.5", "DM-1", "DM-16"})
    void severalAuthorsWithAFailingServer() {
        String[] zone = {"a.example: v=DMARC1; p=reject", ";! SERVFAIL _dmarc.b.example TXT"};
        expect("permerror", "reject", in(zone).from("b.example", "a.example"));
        expect("temperror", "none", in(zone).from("b.example", "a.example").dkim("pass", "a.example"));
    }

    @Test
    @Spec({"RFC 9989 §11.5", "DM-1"})
    void authorsBeyondTheLimitMakeAMessageSuspicious() {
        String[] names = {"a.example", "b.example", "c.example", "d.example", "e.example", "f.example"};
        Case many = in("f.example: v=DMARC1; p=reject").from(names);
        expect("permerror", "quarantine", many);
        assertFalse(many.questions().contains("TXT _dmarc.f.example"));
        expect("permerror", "reject", in("a.example: v=DMARC1; p=reject").from(names));
    }

    @ParameterizedTest
    @CsvSource({"QUARANTINE, quarantine", "REJECT, reject"})
    @Spec({"RFC 9989 §11.5", "DM-1"})
    void severalAuthorsCanBeRefusedUnseen(DmarcSettings.SeveralAuthors rule, String policy) {
        Case message = in("a.example: v=DMARC1; p=none")
                .with(DmarcSettings.DEFAULT.with(rule))
                .from("a.example", "b.example");
        expect("permerror", policy, message);
        assertEquals(List.of(), message.questions());
    }

    @Test
    @Spec({"RFC 8601 §2.7.4", "RFC 9989 §9.1", "DM-18"})
    void saysSoInAuthenticationResults() {
        ZoneResolver zone = Case.zone("example.com: v=DMARC1; p=reject; t=y", "none.example: v=DMARC1; adkim=s");
        assertEquals(
                "dmarc=fail (p=reject) header.from=child.example.com policy.dmarc=none",
                text(Case.in(zone).from("child.example.com").result().toResultInfo(DmarcPolicy.NONE)));
        assertEquals(
                "dmarc=pass (p=reject) header.from=example.com policy.dmarc=none",
                text(Case.in(zone)
                        .from("example.com")
                        .dkim("pass", "example.com")
                        .result()
                        .toResultInfo(DmarcPolicy.NONE)));
        assertEquals(
                "dmarc=none header.from=other.example",
                text(Case.in(zone).from("other.example").result().toResultInfo(DmarcPolicy.NONE)));
        assertEquals(
                "dmarc=permerror policy.dmarc=quarantine",
                text(Case.in(zone).from(new Author.Unreadable(0, "x")).result().toResultInfo(DmarcPolicy.QUARANTINE)));
    }

    private static String text(ResultInfo info) {
        StringBuilder text = new StringBuilder(info.method() + "=" + info.result());
        info.comment().ifPresent(comment -> text.append(" (").append(comment).append(")"));
        info.properties().forEach(p -> text.append(" %s.%s=%s".formatted(p.ptype(), p.name(), p.value())));
        return text.toString();
    }

    @Test
    @Spec("RFC 9989 §4.10.1")
    void prefetchAsksWhatTheEvaluationWillAsk() {
        Case message = in("example.com: v=DMARC1; p=reject").from("child.example.com");
        new DmarcEvaluator(DmarcSettings.DEFAULT)
                .prefetch(new Author.Single(DomainName.of("child.example.com")), message.dns());
        List<String> early = message.questions();
        assertEquals(List.of("TXT _dmarc.child.example.com", "TXT _dmarc.example.com", "TXT _dmarc.com"), early);
        expect("fail", "reject", message);
        assertEquals(early, message.questions());
    }
}
