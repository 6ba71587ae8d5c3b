package org.vidimus.policy.dmarc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.vidimus.policy.Spec;
import org.vidimus.policy.dns.DomainName;

/// What each mode changes; docs/dmarc.md says the same in words.
class DmarcModesTest {
    private static final PublicSuffixList SUFFIXES = PublicSuffixListTest.list("com", "example", "bank.example");

    private static Case in(DmarcSettings.Mode mode, String... zone) {
        return Case.in(Case.zone(zone)).with(DmarcSettings.DEFAULT.with(mode, SUFFIXES));
    }

    private static void expect(
            String treeWalk, String psl, String first, String author, String signer, String... zone) {
        String[] expected = {treeWalk, psl, first};
        List<DmarcSettings.Mode> modes =
                List.of(DmarcSettings.Mode.TREE_WALK, DmarcSettings.Mode.PSL, DmarcSettings.Mode.RFC7489);
        for (int i = 0; i < 3; i++) {
            Case message = in(modes.get(i), zone).from(author);
            if (!signer.isEmpty()) {
                message.dkim("pass", signer);
            }
            DmarcResult result = message.result();
            assertEquals(
                    expected[i],
                    result.status().word() + " " + result.applicable().word(),
                    () -> String.join("\n", result.steps()));
        }
    }

    @Test
    @Spec({"RFC 7489 §3.2", "RFC 7489 §6.6.3", "DM-27"})
    void whereTheModesDiffer() {
        // a record between author and registered domain
        expect("fail reject", "none none", "none none", "a.b.example.com", "", "b.example.com: v=DMARC1; p=reject");
        // two organizations by psd=n, one by the list
        expect(
                "fail reject",
                "pass none",
                "pass none",
                "example.com",
                "lab.example.com",
                "example.com: v=DMARC1; p=reject",
                "lab.example.com: v=DMARC1; p=none; psd=n");
        // the record of a public suffix
        expect(
                "fail reject",
                "fail reject",
                "none none",
                "giant.bank.example",
                "",
                "bank.example: v=DMARC1; p=reject; psd=y");
        expect("fail reject", "none none", "none none", "giant.bank.example", "", "bank.example: v=DMARC1; p=reject");
        // np
        expect(
                "fail none",
                "fail none",
                "fail reject",
                "ghost.example.com",
                "",
                "example.com: v=DMARC1; p=reject; np=none");
        expect("none none", "none none", "fail reject", "example.com", "", "example.com: v=DMARC1; p=reject; np=x");
        // t and pct
        expect(
                "fail quarantine",
                "fail quarantine",
                "fail reject",
                "example.com",
                "",
                "example.com: v=DMARC1; p=reject; t=y");
        expect(
                "fail reject",
                "fail reject",
                "fail quarantine",
                "example.com",
                "",
                "example.com: v=DMARC1; p=reject; pct=0");
        expect(
                "fail reject",
                "fail reject",
                "fail reject",
                "example.com",
                "",
                "example.com: v=DMARC1; p=reject; pct=20");
        // several records at the author's domain
        expect(
                "fail quarantine",
                "fail quarantine",
                "none none",
                "sub.example.com",
                "",
                "sub.example.com: v=DMARC1; p=reject",
                "sub.example.com: v=DMARC1; p=none",
                "example.com: v=DMARC1; p=quarantine");
        // the rule about bad policies, and a p that is not second, are the same everywhere
        expect("fail none", "fail none", "fail none", "example.com", "", "example.com: v=DMARC1; rua=mailto:a@b.test");
        expect(
                "fail reject",
                "fail reject",
                "fail reject",
                "example.com",
                "",
                "example.com: v=DMARC1; sp=none; p=reject");
    }

    @Test
    @Spec({"RFC 7489 §3.2", "RFC 7489 §6.6.3", "DM-27"})
    void theListNeedsNoWalk() {
        Case message = in(DmarcSettings.Mode.PSL).from("a.b.c.example.com").dkim("pass", "x.example.com");
        DmarcResult result = message.result();
        assertEquals(
                List.of("TXT _dmarc.a.b.c.example.com", "TXT _dmarc.example.com", "TXT _dmarc.com"),
                message.questions());
        assertEquals(DmarcResult.Discovery.PSL, result.discovery());
        Case first = in(DmarcSettings.Mode.RFC7489).from("a.b.c.example.com");
        first.result();
        assertEquals(List.of("TXT _dmarc.a.b.c.example.com", "TXT _dmarc.example.com"), first.questions());
        // a public suffix is its own organization
        Case suffix =
                in(DmarcSettings.Mode.PSL, "bank.example: v=DMARC1; p=reject").from("bank.example");
        assertEquals(Optional.of(DomainName.of("bank.example")), suffix.result().organizationalDomain());
        assertEquals(DmarcResult.Status.FAIL, suffix.result().status());
    }

    @Test
    @Spec({"RFC 9989 §5.3.6", "DM-8"})
    void aFailureIsAFailureInEveryMode() {
        expect(
                "temperror none",
                "temperror none",
                "temperror none",
                "sub.example.com",
                "sub.example.com",
                ";! SERVFAIL _dmarc.sub.example.com TXT",
                "example.com: v=DMARC1; p=reject");
        expect(
                "temperror none",
                "temperror none",
                "temperror none",
                "sub.example.com",
                "sub.example.com",
                ";! TIMEOUT _dmarc.example.com TXT");
    }

    @Test
    void aListIsNeededWhereOneIsUsed() {
        for (DmarcSettings.Mode mode : DmarcSettings.Mode.values()) {
            if (mode != DmarcSettings.Mode.TREE_WALK) {
                assertThrows(
                        IllegalArgumentException.class,
                        () -> new DmarcSettings(
                                mode,
                                Optional.empty(),
                                false,
                                DmarcSettings.SeveralAuthors.EVALUATE,
                                5,
                                DmarcPolicy.NONE,
                                DmarcPolicy.NONE),
                        mode.word());
            }
        }
    }
}
