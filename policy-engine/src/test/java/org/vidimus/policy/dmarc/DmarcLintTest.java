package org.vidimus.policy.dmarc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.vidimus.policy.Spec;
import org.vidimus.policy.base.Ascii;
import org.vidimus.policy.dns.DomainName;

class DmarcLintTest {
    private static DmarcLint lint(String domain, String... zone) {
        DmarcLint lint = DmarcLint.of(
                DomainName.of(domain),
                DmarcSettings.DEFAULT,
                Case.in(Case.zone(zone)).dns());
        assertTrue(lint.findings().stream().allMatch(f -> f.what().chars().allMatch(Ascii::isPrintable)));
        return lint;
    }

    /// `error 10 what` for each finding.
    private static List<String> findings(DmarcLint lint) {
        return lint.findings().stream()
                .map(f -> f.severity().word() + " "
                        + (f.offset().isPresent() ? f.offset().getAsInt() + " " : "") + f.what())
                .toList();
    }

    private static void expect(String finding, DmarcLint lint) {
        assertTrue(
                findings(lint).stream().anyMatch(text -> text.startsWith(finding)),
                () -> finding + " is not in\n" + String.join("\n", findings(lint)));
    }

    @Test
    @Spec("RFC 9989 §4.10.1")
    void nothingToSayAboutAGoodRecord() {
        DmarcLint lint = lint(
                "example.com",
                "example.com: v=DMARC1; p=quarantine; rua=mailto:a@example.com",
                "example.com. IN MX 10 mx.example.com.");
        assertEquals(List.of(), findings(lint));
        assertEquals(Optional.of(DmarcPolicy.QUARANTINE), lint.policy());
        assertEquals(Optional.of(DomainName.of("example.com")), lint.organizationalDomain());
        assertEquals(
                List.of(
                        "_dmarc.example.com: v=DMARC1; p=quarantine; rua=mailto:a@example.com",
                        "_dmarc.com: no such name"),
                lint.queries().stream().map(TreeWalk.Query::toString).toList());
        assertEquals(
                DmarcLint.Consent.NOT_NEEDED, lint.destinations().getFirst().consent());
    }

    @Test
    @Spec({"RFC 9989 §4.7", "RFC 9989 §4.10"})
    void namesWhatReceiversDoNotSee() {
        expect("error no policy record", lint("example.com"));
        expect(
                "error 2 not a DMARC record, so receivers ignore it: expected DMARC1",
                lint("example.com", "example.com: v=dmarc1; p=none"));
        expect("note 2 a TXT record of another kind", lint("example.com", "example.com: v=spf1 -all"));
        expect(
                "error 2 DMARC records",
                lint("example.com", "example.com: v=DMARC1; p=none", "example.com: v=DMARC1; p=reject"));
        expect(
                "error _dmarc.example.com could not be asked",
                lint("example.com", ";! SERVFAIL _dmarc.example.com TXT"));
        expect("error 10 the names of tags are in lower case", lint("example.com", "example.com: v=DMARC1; P=none"));
        expect("warning 10 an unknown tag", lint("example.com", "example.com: v=DMARC1; x=y; p=none"));
        expect(
                "warning 10 pct= is of DMARC's first edition",
                lint("example.com", "example.com: v=DMARC1; pct=50; p=none"));
    }

    @Test
    @Spec({"RFC 9989 §4.7", "RFC 9989 §4.10.1", "RFC 9989 §7.4"})
    void weighsPolicies() {
        String rua = "; rua=mailto:a@example.com";
        expect(
                "error without a valid p= (and valid sp= and np=) and without rua=",
                lint("example.com", "example.com: v=DMARC1"));
        DmarcLint bad = lint("example.com", "example.com: v=DMARC1; p=reject; sp=x" + rua);
        expect("error 23 sp= is none of none, quarantine, reject", bad);
        expect("error without a valid p= (and valid sp= and np=) the record counts as p=none", bad);
        assertEquals(Optional.of(DmarcPolicy.NONE), bad.policy());
        expect("note p=none", lint("example.com", "example.com: v=DMARC1; p=none" + rua));
        expect("note p=reject breaks mailing lists", lint("example.com", "example.com: v=DMARC1; p=reject" + rua));
        expect("warning sp=none protects", lint("example.com", "example.com: v=DMARC1; p=reject; sp=none" + rua));
        expect("warning np=none protects", lint("example.com", "example.com: v=DMARC1; p=reject; np=none" + rua));
        expect("note t=y", lint("example.com", "example.com: v=DMARC1; p=reject; t=y" + rua));
        expect("note psd=y", lint("example.com", "example.com: v=DMARC1; p=reject; psd=y" + rua));
        expect("warning no rua=", lint("example.com", "example.com: v=DMARC1; p=reject"));
        expect("warning fo= without ruf=", lint("example.com", "example.com: v=DMARC1; p=reject; fo=1"));
        expect(
                "warning sp= and np= mean nothing here",
                lint(
                        "sub.example.com",
                        "sub.example.com: v=DMARC1; p=reject; sp=reject",
                        "example.com: v=DMARC1; p=reject"));
        // a subdomain that does not exist: np
        assertEquals(
                Optional.of(DmarcPolicy.NONE),
                lint("sub.example.com", "example.com: v=DMARC1; p=reject; np=none")
                        .policy());
    }

    @Test
    @Spec({"RFC 9990 §4", "AG-21", "AG-22"})
    void asksWhetherReportsAreWanted() {
        String[] zone = {
            "example.com: v=DMARC1; p=none; rua=mailto:a@reports.example.com, mailto:a@yes.test, mailto:a@no.test,"
                    + " mailto:a@maybe.test, https://yes.test/x; ruf=mailto:a@any.test",
            "example.com._report._dmarc.yes.test. IN TXT \"v=DMARC1\"",
            "*._report._dmarc.any.test. IN TXT \"v=DMARC1; rua=mailto:x@any.test\"",
            "example.com._report._dmarc.no.test. IN TXT \"v=spf1 -all\"",
            "yes.test. IN MX 10 mx.yes.test.",
            "any.test. IN MX 0 .",
            ";! TIMEOUT example.com._report._dmarc.maybe.test TXT"
        };
        DmarcLint lint = lint("example.com", zone);
        assertEquals(
                """
                rua mailto:a@reports.example.com same organization
                rua mailto:a@yes.test agreed
                rua mailto:a@no.test did not agree
                rua mailto:a@maybe.test could not be looked up
                rua https://yes.test/x agreed
                ruf mailto:a@any.test agreed""",
                lint.destinations().stream()
                        .map(d -> d.tag() + " " + d.uri() + " " + d.consent().words())
                        .collect(Collectors.joining("\n")));
        expect("error rua=: reports do not go to no.test", lint);
        expect("error ruf=: any.test takes no mail", lint);
        expect("error rua=: reports.example.com does not exist", lint);
        expect("warning rua=: example.com._report._dmarc.maybe.test could not be asked", lint);
        expect("warning rua=: only mailto: is known", lint);
    }

    @Test
    @Spec({"RFC 9990 §4", "AG-21"})
    void aNameTooLongToAskIsNoConsent() {
        String domain = String.join(".", "x".repeat(60), "x".repeat(60), "x".repeat(60), "com");
        String host = "y".repeat(60) + ".test";
        DmarcLint lint = lint(domain, domain + ": v=DMARC1; p=none; rua=mailto:a@" + host);
        assertEquals(DmarcLint.Consent.MISSING, lint.destinations().getFirst().consent());
    }

    @Test
    @Spec({"RFC 9990 §4", "AG-21"})
    void manyDestinationsAreNotAllLookedUp() {
        StringBuilder record = new StringBuilder("v=DMARC1; p=none; rua=mailto:a@h0.test");
        for (int i = 1; i < 40; i++) {
            record.append(i % 10 == 0 ? "\" \"" : "")
                    .append(",mailto:a@h")
                    .append(i)
                    .append(".test");
        }
        Case message = Case.in(Case.zone("example.com: " + record));
        DmarcLint lint = DmarcLint.of(DomainName.of("example.com"), DmarcSettings.DEFAULT, message.dns());
        assertEquals(40, lint.destinations().size());
        assertTrue(message.questions().size() <= 2 + 10 * 4, message.questions()::toString);
    }
}
