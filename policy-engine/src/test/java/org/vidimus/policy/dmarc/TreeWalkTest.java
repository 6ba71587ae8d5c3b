package org.vidimus.policy.dmarc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vidimus.policy.Spec;
import org.vidimus.policy.base.Budgets;
import org.vidimus.policy.dns.DomainName;
import org.vidimus.policy.dns.Lookups;
import org.vidimus.policy.dns.ZoneResolver;

/// Which names a walk asks, in which order, and which Organizational Domain follows.
class TreeWalkTest {
    private static TreeWalk walk(ZoneResolver zone, String start) {
        Lookups dns = new Lookups(zone, Budgets.Dns.DEFAULT, System::nanoTime);
        TreeWalk walk = TreeWalk.from(DomainName.of(start), dns, _ -> false);
        List<String> asked = dns.log().stream()
                .map(entry -> entry.question().name().toString())
                .toList();
        assertEquals(
                walk.queries().stream().map(query -> "_dmarc." + query.target()).toList(), asked);
        return walk;
    }

    private static String names(TreeWalk walk) {
        return String.join(
                " ",
                walk.queries().stream().map(query -> query.target().toString()).toList());
    }

    private static String organization(String start, String... zone) {
        return walk(Case.zone(zone), start)
                .organizationalDomain()
                .map(DomainName::toString)
                .orElse("unknown");
    }

    @Test
    @Spec({"RFC 9989 §4.10", "DM-7"})
    void asksEveryNameUpToTheLastLabelAndCutsLongOnes() {
        ZoneResolver zone = Case.zone();
        assertEquals("com", names(walk(zone, "com")));
        assertEquals("example.com com", names(walk(zone, "example.com")));
        assertEquals(
                "a.b.c.d.e.example.com b.c.d.e.example.com c.d.e.example.com d.e.example.com e.example.com example.com com",
                names(walk(zone, "a.b.c.d.e.example.com")));
        assertEquals( // 8 labels: still none left out
                "1.a.b.c.d.e.example.com a.b.c.d.e.example.com b.c.d.e.example.com c.d.e.example.com d.e.example.com"
                        + " e.example.com example.com com",
                names(walk(zone, "1.a.b.c.d.e.example.com")));
        assertEquals( // 9 labels: the one of 8 is left out
                "2.1.a.b.c.d.e.example.com a.b.c.d.e.example.com b.c.d.e.example.com c.d.e.example.com d.e.example.com"
                        + " e.example.com example.com com",
                names(walk(zone, "2.1.a.b.c.d.e.example.com")));
        assertEquals(
                "a.b.c.d.e.f.g.h.i.j.mail.example.com g.h.i.j.mail.example.com h.i.j.mail.example.com"
                        + " i.j.mail.example.com j.mail.example.com mail.example.com example.com com",
                names(walk(zone, "a.b.c.d.e.f.g.h.i.j.mail.example.com")));
    }

    @Test
    @Spec({"RFC 9989 §5.1.8", "DM-7"})
    void aRecordThatTheCutLeavesOutIsNeverAsked() {
        assertEquals(
                "mail.a.b.c.d.e.f.g.example.com c.d.e.f.g.example.com d.e.f.g.example.com e.f.g.example.com"
                        + " f.g.example.com g.example.com example.com com",
                names(walk(
                        Case.zone("b.c.d.e.f.g.example.com: v=DMARC1; p=reject; psd=n"),
                        "mail.a.b.c.d.e.f.g.example.com")));
    }

    @Test
    @Spec({"RFC 9989 §4.10", "DM-7"})
    void psdEndsTheWalkAndAPlainRecordDoesNot() {
        assertEquals(
                "a.b.example.com b.example.com",
                names(walk(Case.zone("b.example.com: v=DMARC1; p=none; psd=n"), "a.b.example.com")));
        assertEquals(
                "a.b.example.com b.example.com",
                names(walk(Case.zone("b.example.com: v=DMARC1; p=none; psd=y"), "a.b.example.com")));
        assertEquals(
                "a.b.example.com b.example.com example.com com",
                names(walk(
                        Case.zone("b.example.com: v=DMARC1; p=none; psd=u", "a.b.example.com: v=DMARC1"),
                        "a.b.example.com")));
        assertEquals("example.com", names(walk(Case.zone("example.com: v=DMARC1; psd=y"), "example.com")));
    }

    @Test
    @Spec({"RFC 9989 §4.10.2", "DM-7", "DM-25"})
    void choosesTheOrganizationalDomain() {
        // the record with the fewest labels
        assertEquals(
                "example.com",
                organization(
                        "a.mail.example.com", "mail.example.com: v=DMARC1; p=none", "example.com: v=DMARC1; p=none"));
        assertEquals("mail.example.com", organization("a.mail.example.com", "mail.example.com: v=DMARC1; p=none"));
        // psd=n
        assertEquals(
                "mail.example.com",
                organization(
                        "a.mail.example.com",
                        "mail.example.com: v=DMARC1; p=none; psd=n",
                        "example.com: v=DMARC1; p=none"));
        // psd=y: the name below, with or without a record
        assertEquals("example.com", organization("a.mail.example.com", "com: v=DMARC1; p=none; psd=y"));
        assertEquals(
                "mail.example.com",
                organization(
                        "a.mail.example.com",
                        "a.mail.example.com: v=DMARC1; p=none",
                        "example.com: v=DMARC1; p=none; psd=y"));
        // psd=y where the walk begins: that name
        assertEquals("example.com", organization("example.com", "example.com: v=DMARC1; p=none; psd=y"));
        // nothing at all
        assertEquals("a.mail.example.com", organization("a.mail.example.com"));
        // the name below psd=y, although the cut left it out
        assertEquals(
                "h.g.f.e.d.c.example.com",
                organization("i.h.g.f.e.d.c.example.com", "g.f.e.d.c.example.com: v=DMARC1; psd=y"));
    }

    @Test
    @Spec({"RFC 9989 §4.10", "RFC 9989 §4.10.1"})
    void aRecordThatTheCutLeavesOutGivesNoPolicyEither() {
        // Interpretation: h.g.f.e.d.c.example.com is the Organizational Domain, and was not asked
        Case message = Case.in(Case.zone(
                        "g.f.e.d.c.example.com: v=DMARC1; p=quarantine; psd=y",
                        "h.g.f.e.d.c.example.com: v=DMARC1; p=reject"))
                .from("i.h.g.f.e.d.c.example.com");
        DmarcResult result = message.result();
        assertEquals(
                "g.f.e.d.c.example.com", result.policyDomain().orElseThrow().toString());
        assertEquals(
                "h.g.f.e.d.c.example.com",
                result.organizationalDomain().orElseThrow().toString());
        assertEquals(2, message.questions().size());
    }

    @Test
    @Spec({"RFC 9989 §4.10", "DM-3", "DM-6"})
    void severalRecordsAreNoneAndOthersDoNotCount() {
        assertEquals(
                "sub.example.com",
                organization("sub.example.com", "example.com: v=DMARC1; p=none", "example.com: v=DMARC1; p=reject"));
        assertEquals(
                "example.com",
                organization("sub.example.com", "example.com: v=DMARC1; p=none", "example.com: v=spf1 -all"));
        assertEquals("sub.example.com", organization("sub.example.com", "example.com: v=DMARC2; p=none"));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7})
    @Spec({"RFC 9989 §4.10.1", "RFC 9989 §5.3.6", "DM-8"})
    void aFailureEndsTheWalkWhereItHappens(int failing) {
        String author = "a.b.c.d.e.f.g.h.i.j.mail.example.com";
        List<DomainName> names = walk(Case.zone(), author).queries().stream()
                .map(TreeWalk.Query::target)
                .toList();
        for (String fault : List.of("SERVFAIL", "TIMEOUT")) {
            ZoneResolver zone = Case.zone(";! %s _dmarc.%s TXT".formatted(fault, names.get(failing)));
            TreeWalk walk = walk(zone, author);
            assertEquals(
                    names.subList(0, failing + 1),
                    walk.queries().stream().map(TreeWalk.Query::target).toList());
            assertTrue(walk.failure().isPresent());
            assertTrue(walk.organizationalDomain().isEmpty());
            Case message = Case.in(zone).from(author).dkim("pass", author).spf("pass", author);
            assertEquals(DmarcResult.Status.TEMPERROR, message.result().status());
            assertEquals(DmarcPolicy.NONE, message.result().applicable());
            assertEquals(failing + 1, message.questions().size());
        }
    }

    @Test
    @Spec({"RFC 9989 §4.10", "DM-26"})
    void hostileNamesAreBounded() {
        String hundredLabels = String.join(".", Collections.nCopies(100, "a"));
        assertEquals(
                TreeWalk.MAX_QUERIES, walk(Case.zone(), hundredLabels).queries().size());
        // 253 octets: with _dmarc in front no such name can exist, and nobody is asked
        String longest = String.join(".", Collections.nCopies(126, "a")) + ".b";
        assertEquals(253, longest.length());
        Lookups dns = new Lookups(Case.zone(), Budgets.Dns.DEFAULT, System::nanoTime);
        TreeWalk walk = TreeWalk.from(DomainName.of(longest), dns, _ -> false);
        assertEquals(TreeWalk.MAX_QUERIES, walk.queries().size());
        assertEquals(TreeWalk.MAX_QUERIES - 1, dns.log().size());
        List<String> wide = new ArrayList<>(
                IntStream.range(0, 3).mapToObj(_ -> "x".repeat(63)).toList());
        wide.add("y".repeat(61));
        Case message = Case.in(Case.zone()).from(String.join(".", wide));
        assertEquals(DmarcResult.Status.NONE, message.result().status());
    }

    @Test
    @Spec({"RFC 9989 §11.8", "DM-27"})
    void theGuardTakesListedNamesForPublicSuffixes() {
        ZoneResolver zone = Case.zone("co.example: v=DMARC1; p=none");
        DmarcSettings guarded = DmarcSettings.DEFAULT.with(
                DmarcSettings.Mode.GUARDED_TREE_WALK, PublicSuffixListTest.list("co.example"));
        Case open = Case.in(zone).from("a.co.example").dkim("pass", "b.co.example");
        assertEquals(DmarcResult.Status.PASS, open.result().status());
        Case closed = Case.in(zone).with(guarded).from("a.co.example").dkim("pass", "b.co.example");
        assertEquals(DmarcResult.Status.FAIL, closed.result().status());
        assertEquals(
                "a.co.example",
                closed.result().organizationalDomain().orElseThrow().toString());
        // what the record says itself goes before
        Case said = Case.in(Case.zone("co.example: v=DMARC1; p=none; psd=n"))
                .with(guarded)
                .from("a.co.example")
                .dkim("pass", "b.co.example");
        assertEquals(DmarcResult.Status.PASS, said.result().status());
    }
}
