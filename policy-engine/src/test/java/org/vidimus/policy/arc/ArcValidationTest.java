package org.vidimus.policy.arc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;
import org.vidimus.policy.Spec;
import org.vidimus.policy.authres.AuthenticationResultsHeader;
import org.vidimus.policy.authres.AuthservId;
import org.vidimus.policy.base.Budgets;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.base.Parsed;
import org.vidimus.policy.dkim.BodyHashes;
import org.vidimus.policy.dkim.DkimSettings;
import org.vidimus.policy.dns.DomainName;
import org.vidimus.policy.dns.Lookups;
import org.vidimus.policy.dns.ZoneResolver;
import org.vidimus.policy.message.HeaderForm;
import org.vidimus.policy.message.RawMessage;

class ArcValidationTest {
    private static final ZoneResolver ZONE = ZoneResolver.of(
            Forwarding.zoneLine("a.example"), Forwarding.zoneLine("b.example"), Forwarding.zoneLine("c.example"));

    @Test
    @Spec({"RFC 8617 §5.2", "ARC-3"})
    void hasNothingToSayWithoutSets() {
        is("none", mail());
        is("none", mail().insert("ARC-Something: i=1"));
    }

    @Test
    @Spec({"RFC 8617 §5.2", "RFC 8617 §5.1.1", "ARC-8"})
    void passesAnyNumberOfSealers() {
        Forwarding mail = mail();
        for (int i = 1; i <= 50; i++) {
            mail.seal(i % 2 == 0 ? "a.example" : "b.example");
            if (i < 4 || i == 50) {
                ArcResult result = is("pass 0", mail);
                assertEquals(i, result.sealers().size());
                assertEquals(
                        new ArcResult.Sealer(
                                1,
                                DomainName.of("b.example"),
                                "s",
                                result.sealers().getFirst().report()),
                        result.sealers().getFirst());
            }
        }
        is("fail more than 50 sets", mail.insert("ARC-Seal: i=50; a=rsa-sha256"));
    }

    @Test
    @Spec({"RFC 8617 §5.2", "RFC 8617 §10.2", "ARC-3", "ARC-13"})
    void findsTheOldestSignatureThatHolds() {
        is("pass 2", mail().seal("a.example").append("footer\r\n").seal("b.example"));
        is("pass 2", mail().seal("a.example").append("x").seal("b.example").seal("c.example"));
        is("pass 3", mail().seal("a.example").seal("b.example").append("x").seal("c.example"));
        is(
                "pass 2",
                mail().seal("a.example")
                        .replace("Subject: hi", "Subject: [list] hi")
                        .seal("b.example"));
        // an older signature that holds again does not count
        is(
                "pass 3",
                mail().seal("a.example")
                        .replace("Subject: hi", "Subject: [list] hi")
                        .seal("b.example")
                        .replace("Subject: [list] hi", "Subject: hi")
                        .seal("c.example"));
    }

    @Test
    @Spec({"RFC 8617 §5.2", "RFC 8617 §5.1.2", "ARC-3", "ARC-9", "ARC-12"})
    void failsWhatWasSealedAsFailed() {
        Forwarding mail = mail().seal("a.example").append("x");
        mail.seal(new Forwarding.Hop("b.example", "fail", "mx; none", ""));
        ArcResult result = is("fail sealed as failed by b.example", mail);
        assertEquals(2, result.sealers().size());
        is("fail cv=fail in the seal of instance 2", mail.seal("c.example"));
        is("fail sealed as failed by a.example", mail().seal(new Forwarding.Hop("a.example", "fail", "mx; none", "")));
    }

    @Test
    @Spec({"RFC 8617 §5.2", "RFC 8617 §4.2.1", "ARC-1", "ARC-2"})
    void failsBrokenStructures() {
        Forwarding two = mail().seal("a.example").seal("b.example");
        String seal = two.field(0);
        String message = two.field(1);
        is("fail no ARC-Seal of instance 2", two().remove("ARC-Seal: i=2"));
        is("fail no ARC-Message-Signature of instance 2", two().remove("ARC-Message-Signature: i=2"));
        is("fail no ARC-Authentication-Results of instance 1", two().remove("ARC-Authentication-Results: i=1"));
        is("fail two ARC-Seal fields of instance 2", two().insert(seal));
        is("fail two ARC-Message-Signature fields of instance 2", two().insert(message));
        is(
                "fail two ARC-Authentication-Results fields of instance 1",
                two().insert("ARC-Authentication-Results: i=1; x; none"));
        is("fail two ARC-Seal fields of instance 2", two().insert(seal.replace("i=2", "i=02")));
        is(
                "fail no set of instance 1",
                two().remove("ARC-Seal: i=1")
                        .remove("ARC-Message-Signature: i=1")
                        .remove("ARC-Authentication-Results: i=1"));
        is("fail no set of instance 2", two().replace("i=2", "i=3"));
        is("fail ARC-Seal: octet 4: not an instance of 1 to 50", two().replace("ARC-Seal: i=2", "ARC-Seal: i=0"));
        is("fail ARC-Seal: octet 4: not an instance of 1 to 50", two().replace("ARC-Seal: i=2", "ARC-Seal: i=51"));
        is(
                "fail ARC-Authentication-Results: not an instance of 1 to 50",
                two().replace("Results: i=2", "Results: i=51"));
        is("fail ARC-Authentication-Results: octet 2: expected \"i\"", two().replace("Results: i=2; ", "Results: "));
        is(
                "fail cv=pass in the seal of instance 1",
                mail().seal(new Forwarding.Hop("a.example", "pass", "x; none", "")));
        is(
                "fail cv=none in the seal of instance 2",
                mail().seal("a.example").seal(new Forwarding.Hop("b.example", "none", "x; none", "")));
    }

    private static Forwarding two() {
        return mail().seal("a.example").seal("b.example");
    }

    @Test
    @Spec({"RFC 8617 §4.1.3", "ARC-7"})
    void readsSealsStrictly() {
        sealIs("a seal has no h=", "; cv=", "; h=from; cv=", 39);
        sealIs("not rsa-sha256", "a=rsa-sha256", "a=ed25519-sha256", 9);
        sealIs("not rsa-sha256", "a=rsa-sha256", "a=rsa-sha1", 9);
        sealIs("not rsa-sha256", "a=rsa-sha256", "a=RSA-SHA256", 9);
        sealIs("not a chain validation status", "cv=none", "cv=None", 42);
        sealIs("not a chain validation status", "cv=none", "cv=", 42);
        sealIs("not a digit", "; cv=", "; t=1x; cv=", 42);
        sealIs("not a domain name of at least two labels", "d=a.example", "d=example", 23);
        sealIs("a tag for the second time", "; cv=", "; s=s; cv=", 39);
        is(
                "fail ARC-Seal i=1: signature did not verify",
                mail().seal("a.example").replace("; cv=", "; x=y; cv="));
    }

    private static void sealIs(String why, String part, String other, int octet) {
        Forwarding mail = mail().seal("a.example");
        String seal = mail.field(0);
        mail.remove("ARC-Seal").insert(seal.replace(part, other));
        is("fail ARC-Seal: octet " + octet + ": " + why, mail);
    }

    @Test
    @Spec({"RFC 8617 §5.2", "ARC-3"})
    void failsWhereAnythingWasChanged() {
        is(
                "fail ARC-Message-Signature i=1: body hash did not verify",
                mail().seal("a.example").append("x"));
        is(
                "fail ARC-Message-Signature i=1: signature did not verify",
                mail().seal("a.example").replace("Subject: hi", "Subject: ho"));
        is("fail ARC-Seal i=2: signature did not verify", two().replace("mx.a.example; none", "mx.a.example; x=y"));
        is("fail ARC-Seal i=2: signature did not verify", two().replace("ARC-Seal: i=2;", "ARC-Seal: i=2; q=x;"));
        // only the first seal does not hold: the second was made over the change
        is(
                "fail ARC-Seal i=1: signature did not verify",
                mail().seal("a.example")
                        .replace("mx.a.example; none", "mx.a.example; x=y")
                        .seal("b.example"));
    }

    @Test
    @Spec({"RFC 8617 §4.1.2", "RFC 6376 §8.2"})
    void refusesPartialAndExpiredSignatures() {
        is("pass 0", mail().seal(hop(" l=4;"))); // all of it
        is("fail ARC-Message-Signature i=1: l= leaves a part of the body out", mail().seal(hop(" l=3;")));
        is("fail ARC-Message-Signature i=1: body shorter than l=", mail().seal(hop(" l=5;")));
        is("fail ARC-Message-Signature i=1: signature expired", mail().seal(hop(" x=1700000000;")));
        is("pass 0", mail().seal(hop(" x=99999999999; v=7; q=dns/txt; i2=y;")));
        is("fail ARC-Message-Signature: octet 125: unknown query method", mail().seal(hop(" q=dns/x;")));
        is("pass 2", mail().seal(hop(" x=1700000000;")).seal("b.example")); // nobody needs the older one any more
    }

    private static Forwarding.Hop hop(String messageTags) {
        return new Forwarding.Hop("a.example", "none", "mx.a.example; none", messageTags);
    }

    @Test
    @Spec({"RFC 8617 §5.2", "ARC-15"})
    void tellsKeysThatCannotBeHadFromKeysThatAreNotThere() {
        Forwarding mail = two();
        ArcResult gone = result(mail, ZoneResolver.of(Forwarding.zoneLine("b.example")));
        assertEquals("fail ARC-Seal i=1: no key for signature: no such name", text(gone));
        assertFalse(gone.temporary());
        ArcResult open = result(
                mail, ZoneResolver.of(Forwarding.zoneLine("b.example"), ";! SERVFAIL s._domainkey.a.example TXT"));
        assertEquals("fail ARC-Seal i=1: key unavailable: servfail", text(open));
        assertTrue(open.temporary());
    }

    @Test
    @Spec({"RFC 8301 §3.2", "ARC-11"})
    void judgesKeysAsDkimDoes() {
        String line = Forwarding.zoneLine("a.example");
        is("fail ARC-Message-Signature i=1: key revoked", line.replaceAll("p=[^\"]*", "p="));
        is("fail ARC-Message-Signature i=1: key is not for email", line.replace("v=DKIM1;", "v=DKIM1; s=other;"));
        is(
                "fail ARC-Message-Signature i=1: inappropriate hash algorithm",
                line.replace("v=DKIM1;", "v=DKIM1; h=sha1;"));
    }

    private static void is(String expected, String zoneLine) {
        assertEquals(expected, text(result(mail().seal("a.example"), ZoneResolver.of(zoneLine))));
    }

    @Test
    @Spec({"MSG-9", "DNS-6"})
    void asksNobodyForBrokenChains() {
        Lookups dns = new Lookups(ZONE, Budgets.Dns.DEFAULT, () -> 0);
        BodyHashes bodies = new BodyHashes();
        begin(two().remove("ARC-Seal: i=1"), dns, Runnable::run, bodies, Budgets.Signatures.DEFAULT);
        begin(mail(), dns, Runnable::run, bodies, Budgets.Signatures.DEFAULT);
        assertEquals(List.of(), dns.log());
        assertFalse(bodies.needsMore());

        Budgets.Signatures small = new Budgets.Signatures(10, 2, 100, 10, 100);
        bodies.finish();
        assertEquals(
                "fail ARC-Seal: longer than 100 octets",
                text(begin(two(), dns, Runnable::run, bodies, small).finish()));
        assertEquals(
                "fail more than 2 sets",
                text(begin(two().seal("c.example"), dns, Runnable::run, bodies, small)
                        .finish()));
    }

    @Test
    void endsWhereNobodyWorksForIt() {
        Lookups dns = new Lookups(ZONE, Budgets.Dns.DEFAULT, () -> 0);
        BodyHashes bodies = new BodyHashes();
        Executor stopping = _ -> {
            throw new RejectedExecutionException();
        };
        ArcResult result =
                begin(two(), dns, stopping, bodies, Budgets.Signatures.DEFAULT).finish();
        assertEquals("fail interrupted", text(result));
        assertTrue(result.temporary());

        ArcValidation waiting = begin(two(), dns, _ -> {}, new BodyHashes(), Budgets.Signatures.DEFAULT);
        Thread.currentThread().interrupt();
        ArcResult interrupted = waiting.finish();
        assertTrue(Thread.interrupted());
        assertTrue(interrupted.temporary());
        waiting.cancel();
    }

    @Test
    @Spec("RFC 6376 §3.4.1")
    void doesNotBlameTheMessageForASpaceThatTheMtaTook() {
        Forwarding mail = mail().seal("a.example").replace("c=relaxed/relaxed", "c=simple/relaxed");
        ArcResult kept = Validating.validate(mail.text(), ZONE);
        ArcResult taken =
                Validating.validate(mail.text(), ZONE, new HeaderForm(false, false), Budgets.Signatures.DEFAULT);
        assertEquals("fail ARC-Message-Signature i=1: signature did not verify", text(kept));
        assertEquals("fail ARC-Message-Signature i=1: header not handed over as received", text(taken));
    }

    @Test
    @Spec({"RFC 8617 §6", "RFC 8617 §10.2", "RFC 8601 §2.7", "ARC-13"})
    void writesTheStatement() throws UnknownHostException {
        written("arc=none", mail());
        written("arc=pass smtp.remote-ip=\"2001:db8::1\" header.oldest-pass=0", two());
        written(
                "arc=pass smtp.remote-ip=\"2001:db8::1\" header.oldest-pass=2",
                mail().seal("a.example").append("x").seal("b.example"));
        written(
                "arc=fail reason=\"ARC-Message-Signature i=2: body hash did not verify\" smtp.remote-ip=\"2001:db8::1\"",
                two().append("x"));
    }

    private static void written(String expected, Forwarding mail) throws UnknownHostException {
        ArcResult result = result(mail, ZONE);
        String field = AuthenticationResultsHeader.of(
                        new AuthservId("mx"), List.of(result.toResultInfo(InetAddress.getByName("2001:db8::1"))))
                .format()
                .value()
                .latin1();
        assertEquals(" mx; " + expected, field.replaceAll("\\n\\t", " "));
    }

    @Test
    @Spec({"RFC 8617 §7.2.2", "RFC 8617 §4.1.1", "ARC-14"})
    void letsOnlyTrustedSealersVouchForWhatTheFirstOfThemSaw() {
        vouched(true, "mx.a.example; dmarc=pass header.from=from.example", "a.example", "b.example");
        vouched(true, "mx.a.example; spf=fail; dmarc=pass (p=none) header.from=FROM.example", "a.example", "b.example");
        vouched(false, "mx.a.example; dmarc=pass header.from=from.example", "a.example");
        vouched(false, "mx.a.example; dmarc=pass header.from=from.example", "b.example");
        vouched(false, "mx.a.example; dmarc=pass header.from=from.example");
        vouched(false, "mx.a.example; dmarc=pass header.from=other.example", "a.example", "b.example");
        vouched(false, "mx.a.example; dmarc=pass", "a.example", "b.example");
        vouched(false, "mx.a.example; dmarc=fail header.from=from.example", "a.example", "b.example");
        vouched(false, "mx.a.example; dkim=pass header.d=from.example", "a.example", "b.example");
        vouched(
                false,
                "mx.a.example; dmarc=fail header.from=from.example; dmarc=pass header.from=from.example",
                "a.example",
                "b.example");
        vouched(false, "no results at all", "a.example", "b.example");
    }

    private static void vouched(boolean expected, String results, String... trusted) {
        Forwarding mail = mail().seal(new Forwarding.Hop("a.example", "none", results, ""))
                .seal("b.example");
        DomainName author = DomainName.of("from.example");
        ArcResult result = result(mail, ZONE);
        assertEquals("pass 0", text(result));
        Set<String> names = Set.of(trusted);
        assertEquals(expected, result.vouchesFor(author, domain -> names.contains(domain.toString())), results);
        assertFalse(result(mail.append("x"), ZONE).vouchesFor(author, _ -> true), "a broken chain");
    }

    private static Forwarding mail() {
        return new Forwarding("hi\r\n", "From: ann@from.example", "Subject: hi", "To: bob@to.example");
    }

    private static ArcResult is(String expected, Forwarding mail) {
        ArcResult result = result(mail, ZONE);
        assertEquals(expected, text(result), mail::text);
        return result;
    }

    private static ArcResult result(Forwarding mail, ZoneResolver zone) {
        return Validating.validate(mail.text(), zone);
    }

    private static String text(ArcResult result) {
        return switch (result.status()) {
            case NONE -> "none" + result.reason();
            case PASS -> "pass " + result.oldestPass() + result.reason();
            case FAIL -> "fail " + result.reason();
        };
    }

    private static ArcValidation begin(
            Forwarding mail, Lookups dns, Executor executor, BodyHashes bodies, Budgets.Signatures budget) {
        RawMessage message = switch (RawMessage.parse(Bytes.utf8(mail.text()), Budgets.DEFAULT)) {
            case Parsed.Ok<RawMessage>(RawMessage value) -> value;
            case Parsed.Malformed<RawMessage>(int _, String why) -> throw new AssertionError(why);
        };
        return new ArcValidator(DkimSettings.DEFAULT, budget, InstantSource.fixed(Instant.EPOCH))
                .begin(message.header(), HeaderForm.FILE, dns, executor, bodies);
    }
}
