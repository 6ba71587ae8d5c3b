package org.vidimus.policy.dkim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.vidimus.policy.Spec;
import org.vidimus.policy.base.Budgets;
import org.vidimus.policy.dns.DomainName;
import org.vidimus.policy.message.Author;
import org.vidimus.policy.message.HeaderForm;

class DkimVerifierTest {
    static final String TAGS = " v=1; a=rsa-sha256; c=relaxed/relaxed; d=example.com; s=s; h=from:to; bh=BH; b=SIG";
    static final String MESSAGE = "From: a@example.com\r\nTo:  b@example.org\r\nSubject: x\r\n\r\nHello,  you\r\n";
    static final String KEY = "s._domainkey.example.com";

    private static final TestSigner RSA = TestSigner.RSA;
    private static final long NOW = 1_795_435_200; // 2026-11-23T12:00:00Z

    private static Verifying verifying() {
        return Verifying.with(Map.of(KEY, "v=DKIM1; p=" + RSA.publicKey())).at(Instant.ofEpochSecond(NOW));
    }

    private static String text(List<DkimResult> results) {
        return results.stream()
                .map(r -> r.verdict().word()
                        + r.verdict().problem().map(p -> " " + p.text()).orElse(""))
                .collect(Collectors.joining(", "));
    }

    private static String signed(String tags) {
        return RSA.sign(tags, MESSAGE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"simple/simple", "simple/relaxed", "relaxed/simple", "relaxed/relaxed", "simple", "relaxed"})
    @Spec({"RFC 6376 §3.4", "RFC 6376 §3.5", "DKV-5", "DKV-20"})
    void verifiesEveryCanonicalization(String canonicalization) {
        String message = signed(TAGS.replace("relaxed/relaxed", canonicalization));
        boolean relaxedHeader = canonicalization.startsWith("relaxed");
        boolean relaxedBody = canonicalization.endsWith("/relaxed");

        assertEquals("pass", text(verifying().verify(message)));
        assertEquals(
                relaxedHeader ? "pass" : "fail signature did not verify",
                text(verifying().verify(message.replace("To:  b", "to: b"))));
        assertEquals(
                relaxedBody ? "pass" : "fail body hash did not verify",
                text(verifying().verify(message.replace("Hello,  you", "Hello, \tyou "))));
        assertEquals("fail body hash did not verify", text(verifying().verify(message.replace("you", "them"))));
        assertEquals("fail signature did not verify", text(verifying().verify(message.replace("b@", "c@"))));
        assertEquals("pass", text(verifying().verify(message.replace("Subject: x", "Subject: y"))));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "v=1;|''|permerror signature missing required tag: v=",
                "a=rsa-sha256;|''|permerror signature missing required tag: a=",
                "d=example.com;|''|permerror signature missing required tag: d=",
                "s=s;|''|permerror signature missing required tag: s=",
                "h=from:to;|''|permerror signature missing required tag: h=",
                "v=1|v=2|neutral incompatible version",
                "v=1|v=1.0|neutral incompatible version",
                "a=rsa-sha256|a=rsa-sha512|neutral unknown algorithm",
                "a=rsa-sha256|a=rsa-sha1|neutral signature syntax error: bh= is not as long as the hash",
                "c=relaxed/relaxed|c=nowsp|neutral unknown canonicalization",
                "c=relaxed/relaxed|c=simple/|neutral unknown canonicalization",
                "h=from:to|h=to:subject|permerror From field not signed",
                "h=from:to|h=from::to|neutral signature syntax error: octet 67: expected a name",
                "h=from:to|h=|neutral signature syntax error: octet 62: expected a name",
                "d=example.com|d=com|neutral signature syntax error: octet 42: not a domain name of at least two labels",
                "d=example.com|d=exa mple.com|neutral signature syntax error: octet 45: not a character of a domain name",
                "d=example.com|d=example..com|neutral signature syntax error: octet 50: empty label",
                "s=s|s=.s|neutral signature syntax error: octet 57: empty label",
                "s=s;|s=s; i=a@example.net;|permerror domain mismatch",
                "s=s;|s=s; i=@notexample.com;|permerror domain mismatch",
                "s=s;|s=s; i=example.com;|neutral signature syntax error: octet 62: no at sign",
                "s=s;|s=s; l=-1;|neutral signature syntax error: octet 62: not a digit",
                "s=s;|s=s; t=5; x=5;|neutral signature syntax error: x= is not after t=",
                "s=s;|s=s; q=http/well-known;|neutral unknown query method",
                "s=s;|s=s; s=t;|neutral signature syntax error: octet 60: a tag for the second time",
                "s=s;|s=s;;|neutral signature syntax error: octet 59: expected a tag name",
            })
    @Spec({
        "RFC 6376 §3.5",
        "RFC 6376 §6.1.1",
        "RFC 8601 §2.7.1",
        "DKV-3",
        "DKV-4",
        "DKV-5",
        "DKV-6",
        "DKV-8",
        "DKV-9",
        "DKV-10",
        "DKV-11",
        "DKV-21",
        "DKV-39"
    })
    void whatIsWrongWithAField(String tag, String other, String expected) {
        String message = signed(TAGS).replace(tag, other.equals("''") ? "" : other);

        assertEquals(expected, text(verifying().verify(message)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                " y=y; b=SIG; bh=BH; h=from:to; s=s; d=example.com; a=rsa-sha256; v=1", // v need not be first
                " v=1; a=RSA-SHA256; c=Relaxed/SIMPLE; d=EXAMPLE.com; s=S; h=FROM:To; bh=BH; b=SIG;",
                " v=1; a=rsa-sha256; d=example.com; s=s; q=x/y : DNS/TXT; h=from:to; bh=BH; b=SIG",
                " v=1; a=rsa-sha256; d=example.com; s=s; i=x=20y@sub.example.com; h=from; bh=BH; b=SIG ; ",
                " v=1; a=rsa-sha256; d=example.com; s=s; h=from : to : from : dkim-signature; bh=BH; b=SIG",
                "v=1; bh=BH;\r\n\tb=\r\n\t SIG \r\n\t;a=rsa-sha256; d=example.com; s=s; h=from; z=From:b=x|To:y",
                "\r\n v=1; a=rsa-sha256; d=example.com; s=s; h=from; bh=BH; b=SIG", // folded before anything
                " v=1; a=rsa-sha256; d=example.com; s=s; h=from; t=1795435200; x=1795435201; bh=BH; b=SIG",
                " v=1; a=rsa-sha256; d=example.com; s=s; h=from; t=1; x=9999999999999999999999; bh=BH; b=SIG",
            })
    @Spec({"RFC 6376 §3.5", "RFC 6376 §3.7", "DKV-3", "DKV-8", "DKV-10", "DKV-11", "DKV-18", "DKV-37"})
    void whatIsRight(String tags) {
        assertEquals("pass", text(verifying().verify(signed(tags))));
        String simple = tags.replace("c=relaxed/relaxed", "c=simple/simple");
        assertEquals("pass", text(verifying().verify(signed(simple))));
    }

    @Test
    @Spec({"RFC 6376 §3.5", "RFC 6376 §5.4", "DKV-6", "DKV-19"})
    void anotherSignatureMayBeSignedAndKeepsItsValue() {
        String twice = RSA.sign(TAGS.replace("h=from:to", "h=from:dkim-signature"), signed(TAGS));

        assertEquals("pass, pass", text(verifying().verify(twice)));
        int lower = twice.lastIndexOf("b=");
        String broken = twice.substring(0, lower) + "b= " + twice.substring(lower + 2);
        assertEquals("fail signature did not verify, pass", text(verifying().verify(broken)));
    }

    @Test
    @Spec({"RFC 6376 §5.4.2", "RFC 6376 §8.15", "DKV-7"})
    void aFieldSignedOnceMoreThanItOccursCannotBeAdded() {
        String message = signed(TAGS.replace("h=from:to", "h=from:from:to"));

        assertEquals("pass", text(verifying().verify(message)));
        assertEquals("fail signature did not verify", text(verifying().verify("From: c@example.net\r\n" + message)));
        assertEquals("pass", text(verifying().verify("From: c@example.net\r\n" + signed(TAGS))));
    }

    @ParameterizedTest
    @CsvSource({
        "-301, , permerror signature expired",
        "-300, , pass",
        "100, , pass",
        ", 301, neutral signed in the future",
        ", 300, pass",
        ", -100000000, pass"
    })
    @Spec({"RFC 6376 §3.5", "RFC 6376 §6.1.1", "DKV-10"})
    void clocksMayDifferByFiveMinutes(Long expires, Long signed, String expected) {
        String times = (signed == null ? "" : " t=" + (NOW + signed) + ";")
                + (expires == null ? "" : " x=" + (NOW + expires) + ";");

        assertEquals(expected, text(verifying().verify(signed(times + TAGS))));
    }

    @Test
    @Spec({"RFC 6376 §3.5", "DKV-10"})
    void aTimeBeyondCountingIsNever() {
        String never = "9".repeat(40);

        assertEquals("pass", text(verifying().verify(signed(TAGS + "; x=" + never))));
        assertEquals("neutral signed in the future", text(verifying().verify(signed(TAGS + "; t=" + never))));
        assertEquals(
                "neutral signed in the future",
                text(verifying().verify(signed(TAGS + "; t=" + never + "; x=" + never))));
    }

    @ParameterizedTest
    @CsvSource({"POLICY, policy l= leaves a part of the body out", "ACCEPT, pass"})
    @Spec({"RFC 6376 §8.2", "RFC 6376 §3.5", "DKV-9"})
    void aBodyThatWentOnAfterItsLimit(DkimSettings.PartialBody worth, String expected) {
        Verifying verifying = verifying().settings(new DkimSettings(1024, Duration.ofMinutes(5), worth, Set.of()));
        String message = signed(TAGS + "; l=12");
        List<DkimResult> results = verifying.verify(message + "Buy!\r\n");

        assertEquals("pass", text(verifying.verify(message)));
        assertEquals(expected, text(results));
        assertTrue(results.getFirst().bodyLimited());
        // A limit does not make a bad signature a better one.
        assertEquals("fail signature did not verify", text(verifying.verify(message.replace("b@", "c@") + "Buy!\r\n")));
        assertEquals("fail body hash did not verify", text(verifying.verify(message.replace("you", "all") + "x")));
        assertEquals("permerror body shorter than l=: 8 octets", text(verifying.verify(message.replace("you", ""))));
        assertEquals(expected, text(verifying.verify(signed(TAGS + "; l=0"))));
    }

    @Test
    @Spec({"RFC 8301 §3.1", "DKV-4"})
    void sha1IsNotVerified() {
        String sha1 = TAGS.replace("rsa-sha256", "rsa-sha1")
                .replace("BH", "A".repeat(27) + "=")
                .replace("SIG", "AAAA");

        assertEquals(
                "policy obsolete algorithm: rsa-sha1",
                text(verifying().verify("DKIM-Signature:" + sha1 + "\r\n" + MESSAGE)));
    }

    @Test
    @Spec({"RFC 8301 §3.2", "DKV-27"})
    void shortKeysDoNotPass() {
        TestSigner weak = TestSigner.SHORT_RSA;
        Verifying verifying = verifying().dns(Verifying.zone(Map.of(KEY, "p=" + weak.publicKey())));
        List<DkimResult> results = verifying.verify(weak.sign(TAGS, MESSAGE));

        assertEquals("policy key too short: 768 bits", text(results));
        assertEquals(768, results.getFirst().keyBits().orElseThrow());
        DkimSettings strict = new DkimSettings(2048, Duration.ofMinutes(5), DkimSettings.PartialBody.POLICY, Set.of());
        assertEquals(
                "policy key too short: 1024 bits",
                text(verifying().settings(strict).verify(signed(TAGS))));
    }

    @Test
    @Spec({"RFC 6376 §6.1.1", "DKV-34"})
    void aDomainMayBeRefused() {
        DkimSettings settings = new DkimSettings(
                1024, Duration.ofMinutes(5), DkimSettings.PartialBody.POLICY, Set.of(DomainName.of("example.com")));

        assertEquals(
                "policy signing domain not accepted",
                text(verifying().settings(settings).verify(signed(TAGS))));
    }

    @Test
    @Spec({"RFC 8463 §3", "RFC 8463 §4.2", "DKV-28"})
    void ed25519() {
        TestSigner signer = TestSigner.ED25519;
        String tags = TAGS.replace("rsa-sha256", "ed25519-sha256");
        String message = signer.sign(tags, MESSAGE);
        Map<String, String> keys = Map.of(KEY, "v=DKIM1; k=ed25519; p=" + signer.publicKey());
        for (CryptoBackend.Choice choice : CryptoBackend.Choice.values()) {
            Verifying verifying = verifying().crypto(CryptoBackend.of(choice)).dns(Verifying.zone(keys));

            assertEquals("pass", text(verifying.verify(message)), choice.name());
            assertEquals(
                    "fail signature did not verify",
                    text(verifying.verify(message.replace("b@", "c@"))),
                    choice.name());
            assertEquals(256, verifying.verify(message).getFirst().keyBits().orElseThrow());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"AAAA", "SIGSIG"})
    @Spec({"RFC 8017 §8.2.2", "DKV-29"})
    void aSignatureOfTheWrongLengthFails(String instead) {
        String good = signed(TAGS);
        String signature = good.substring(good.indexOf(" b=") + 3, good.indexOf("\r\n"));
        String wrong = instead.replace("SIG", signature.replace("=", "A"));
        for (CryptoBackend.Choice choice : CryptoBackend.Choice.values()) {
            assertEquals(
                    "fail signature did not verify",
                    text(verifying().crypto(CryptoBackend.of(choice)).verify(good.replace(signature, wrong))));
        }
    }

    @Test
    @Spec({"RFC 6376 §3.4.1", "DKV-13"})
    void aGuessedSimpleHeaderDoesNotFail() {
        HeaderForm lost = new HeaderForm(false, false);
        String tags = TAGS.replace("relaxed/relaxed", "simple/simple");
        // As the MTA hands it over: one space less after each colon.
        String handedOver = signed(tags).replace(": ", ":");
        String plain = MESSAGE.replace("To:  ", "To: ");

        assertEquals(
                "neutral header not handed over as received",
                text(verifying().form(lost).verify(handedOver.replace("To: ", "To:"))));
        assertEquals(
                "pass", text(verifying().form(lost).verify(RSA.sign(tags, plain).replace(": ", ":"))));
        // What did not depend on the guess is a fail as ever.
        assertEquals(
                "fail body hash did not verify", text(verifying().form(lost).verify(handedOver.replace("you", "all"))));
        assertEquals(
                "fail signature did not verify",
                text(verifying().form(lost).verify(signed(TAGS).replace("b@", "c@"))));
    }

    @Test
    @Spec({"RFC 8616 §4", "RFC 8616 §5", "DKV-35"})
    void internationalisedDomainsAreHashedAsTheyStand() {
        String tags = TAGS.replace("example.com", "gr\u00FCn.example").replace("s=s", "s=\u00E4");
        Verifying verifying = verifying()
                .dns(Verifying.zone(Map.of("xn--4ca._domainkey.xn--grn-ioa.example", "p=" + RSA.publicKey())));
        String message = signed(tags);
        List<DkimResult> results = verifying.form(HeaderForm.FILE).verify(message);

        assertEquals("pass", text(results));
        assertEquals(
                "xn--grn-ioa.example", results.getFirst().domain().orElseThrow().toString());
        assertEquals("xn--4ca", results.getFirst().selector().orElseThrow());
        assertEquals(
                "neutral signature syntax error: octet 44: not a character of a tag value",
                text(verifying.verify(message)));
    }

    @Test
    @Spec({"RFC 6376 §6.1", "DKV-31"})
    void theAuthorsOwnSignaturesAreVerifiedFirst() {
        Budgets.Signatures two = new Budgets.Signatures(2, 1, 65_536, 100, 16_384);
        String message = signed(TAGS);
        for (String domain : List.of("one.example", "two.example", "three.example")) {
            message = RSA.sign(TAGS.replace("example.com", domain), message);
        }
        Verifying verifying = verifying().budget(two);
        String missing = "permerror no key for signature: no such name";
        String skipped = "neutral not evaluated, too many signatures";

        assertEquals(String.join(", ", missing, missing, skipped, skipped), text(verifying.verify(message)));
        assertEquals(
                String.join(", ", missing, skipped, skipped, "pass"),
                text(verifying
                        .author(new Author.Single(DomainName.of("mail.example.com")))
                        .verify(message)));
        assertEquals(
                String.join(", ", skipped, missing, skipped, "pass"),
                text(verifying
                        .author(new Author.Several(List.of(DomainName.of("example.com"), DomainName.of("two.example"))))
                        .verify(message)));
    }

    @Test
    @Spec({"RFC 6376 §6.1", "DKV-31", "DKV-32"})
    void oneBadSignatureDoesNotSpoilAnother() {
        String message = RSA.sign(TAGS, signed(TAGS)).replaceFirst("v=1", "v=9");
        message = RSA.sign(TAGS.replace("h=from", "h=x:from"), message).replace("h=x:", "h=y:");
        message = "DKIM-Signature:\r\nDKIM-Signature :\r\n" + message;

        assertEquals(
                "neutral signature syntax error: octet 1: expected a tag name, "
                        + "neutral signature syntax error: octet 1: expected a tag name, "
                        + "fail signature did not verify, neutral incompatible version, pass",
                text(verifying().verify(message)));
    }

    @Test
    @Spec({"RFC 6376 §8.5", "DKV-37"})
    void fieldsOfAnySizeAreTaken() {
        String huge = "DKIM-Signature: v=1; x" + "x".repeat(100_000) + "=1\r\n" + MESSAGE;
        String many = "DKIM-Signature:" + TAGS.replace("h=from", "h=from" + ":to".repeat(2_000)) + "\r\n" + MESSAGE;

        assertEquals(
                "neutral signature syntax error: longer than 65536 octets",
                text(verifying().verify(huge)));
        assertTrue(text(verifying().verify(many.replace("BH", "AAAA").replace("SIG", "AAAA")))
                .endsWith("more than 1000 names"));
    }
}
