package org.vidimus.signer.dkim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.vidimus.policy.Fuzzing;
import org.vidimus.policy.Spec;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.dkim.BodyHashes;
import org.vidimus.policy.dkim.Canonicalization;
import org.vidimus.policy.dkim.DkimResult;
import org.vidimus.policy.dkim.DkimSignature.Identity;
import org.vidimus.policy.dkim.SignatureAlgorithm;
import org.vidimus.policy.dkim.Verifying;
import org.vidimus.policy.dns.DomainName;
import org.vidimus.policy.message.HeaderBlock;
import org.vidimus.policy.message.HeaderField;
import org.vidimus.policy.message.HeaderForm;
import org.vidimus.signer.key.DomainKey;
import org.vidimus.signer.key.SigningException;
import org.vidimus.signer.key.SigningKey;

class DkimSignerTest {
    private static final String MESSAGE = """
            From: Joe <joe@example.com>
            To: b@example.org,
             c@example.org
            Subject:  a  b\t
            Date: Mon, 23 Nov 2026 12:00:00 +0000

            Text \t with blanks\s
            \s

            .

            """;

    private static final DomainKey RSA = TestKey.RSA.of("r", "example.com");
    private static final DomainKey ED25519 = TestKey.ED25519.of("e", "example.com");
    private static final Map<String, String> KEYS = Map.of(
            "r._domainkey.example.com", TestKey.RSA.record(),
            "e._domainkey.example.com", TestKey.ED25519.record());

    static SignatureProfile profile(Canonicalization header, Canonicalization body) {
        return new SignatureProfile(
                new Canonicalization.Pair(header, body),
                HeaderSelection.DEFAULT,
                true,
                Optional.of(Duration.ofDays(7)),
                TagOrder.DEFAULT);
    }

    static Stream<SignatureProfile> everyCanonicalization() {
        return Stream.of(Canonicalization.values())
                .flatMap(header -> Stream.of(Canonicalization.values()).map(body -> profile(header, body)));
    }

    private static List<String> words(List<DkimResult> results) {
        return results.stream().map(result -> result.verdict().word()).toList();
    }

    @Test
    @Spec({"DKS-8", "SGN-23", "RFC 6376 §3.5"})
    void whatIsWritten() {
        HeaderField field = Sample.of(MESSAGE).sign(ED25519, SignatureProfile.DEFAULT);

        assertEquals("DKIM-Signature", field.name().latin1());
        assertEquals("""
                DKIM-Signature: v=1; a=ed25519-sha256; c=relaxed/relaxed; d=example.com; s=e;
                 t=1795435200; x=1796040000;
                 h=from:from:to:to:subject:subject:date:date:cc:content-transfer-encoding:
                 content-type:mime-version:reply-to;
                 bh=""", "DKIM-Signature:" + field.value().latin1().replaceFirst("(?s)(?<= bh=).*", ""));
    }

    @ParameterizedTest
    @MethodSource("everyCanonicalization")
    @Spec({"DKS-6", "DKS-11", "SGN-2", "RFC 6376 §3.4", "RFC 6376 §5.6", "RFC 8463 §3"})
    void twoSignaturesOnOneMessage(SignatureProfile profile) throws SigningException {
        Sample message = Sample.of(MESSAGE);
        BodyHashes bodies = new BodyHashes();
        DkimSigner rsa = DkimSigner.begin(RSA, profile, Optional.empty(), bodies);
        DkimSigner ed25519 = DkimSigner.begin(ED25519, profile, Optional.empty(), bodies);
        message.hash(bodies);
        SigningInput input = new SigningInput(message.header(), message.form());
        List<HeaderField> fields = List.of(ed25519.finish(input, Sample.NOW), rsa.finish(input, Sample.NOW));

        byte[] sent = Sample.with(fields, MESSAGE.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8));
        assertEquals(
                List.of("pass", "pass"),
                words(Verifying.with(KEYS).at(Sample.NOW).verify(sent)));
    }

    /// The milter layer gives fields with LF folds, and puts back the spaces that the MTA took off; our own field has
    /// its space already.
    @ParameterizedTest
    @MethodSource("everyCanonicalization")
    @Spec({"DKS-12", "RFC 6376 §3.4.1"})
    void aMilterSignsTheSame(SignatureProfile profile) {
        Sample file = Sample.of(MESSAGE);
        List<HeaderField> given = file.header().entries().stream()
                .map(HeaderBlock.Entry::field)
                .map(field -> new HeaderField(
                        field.name(), Bytes.utf8(field.value().latin1().replace("\r", ""))))
                .toList();
        for (HeaderForm form : List.of(new HeaderForm(false, false), new HeaderForm(true, false))) {
            Sample milter = file.with(HeaderBlock.of(given), form);
            assertEquals(file.sign(RSA, profile), milter.sign(RSA, profile));
        }
    }

    @Test
    @Spec({"RFC 6376 §3.5", "RFC 6376 §2.11"})
    void identity() {
        Sample message = Sample.of(MESSAGE);
        Identity below = new Identity(Bytes.utf8("j\u00F6 e"), DomainName.of("mail.example.com"));
        HeaderField field = message.sign(ED25519, SignatureProfile.DEFAULT, Optional.of(below));

        List<DkimResult> results = Verifying.with(KEYS)
                .at(Sample.NOW)
                .verify(Sample.with(
                        List.of(field), MESSAGE.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8)));
        assertEquals("pass", results.getFirst().verdict().word());
        assertEquals(below.toString(), results.getFirst().identity().orElseThrow());
        assertThrows(
                IllegalArgumentException.class,
                () -> message.sign(
                        ED25519,
                        SignatureProfile.DEFAULT,
                        Optional.of(new Identity(Bytes.EMPTY, DomainName.of("example.org")))));
    }

    @Test
    @Spec({"RFC 8616 §5", "DKS-9"})
    void namesAreALabelsInAllMail() {
        DomainKey key = new DomainKey(DomainName.of("b\u00FCcher.example"), DomainName.of("s\u00FC"), TestKey.ED25519);
        Identity identity = new Identity(Bytes.EMPTY, DomainName.of("m\u00E4il.b\u00FCcher.example"));
        Sample ascii = Sample.of(MESSAGE);
        Sample international = ascii.with(ascii.header(), new HeaderForm(true, true));
        for (Sample message : List.of(ascii, international)) {
            String value = message.sign(key, SignatureProfile.DEFAULT, Optional.of(identity))
                    .value()
                    .latin1();
            assertEquals(
                    "d=xn--bcher-kva.example; s=xn--s-eha; i=@xn--mil-qla.xn--bcher-kva.example;",
                    value.replaceAll("\n", "").replaceFirst("(?s).*(?=d=)", "").replaceFirst("(?s) t=.*", ""));
        }
    }

    @Test
    @Spec({"DKS-6", "RFC 8301 §3.1"})
    void neverSha1() {
        TestKey sha1 = new TestKey(SignatureAlgorithm.RSA_SHA1, 1024, TestKey.RSA.publicKey(), TestKey.RSA.key());
        assertThrows(
                IllegalArgumentException.class,
                () -> DkimSigner.begin(
                        sha1.of("s", "example.com"), SignatureProfile.DEFAULT, Optional.empty(), new BodyHashes()));
    }

    @Test
    @Spec("DKS-8")
    void times() {
        assertEquals("", times(false, Optional.empty(), Sample.NOW));
        assertEquals("t=1795435200", times(true, Optional.empty(), Sample.NOW));
        assertEquals("t=1795435200; x=1795435260", times(true, Optional.of(Duration.ofSeconds(60)), Sample.NOW));
        assertEquals("t=0; x=1", times(true, Optional.of(Duration.ofSeconds(1)), Instant.MIN));
        assertEquals(
                "t=1795435200; x=999999999999",
                times(true, Optional.of(Duration.ofSeconds(Long.MAX_VALUE)), Sample.NOW));
        assertEquals("t=999999999998; x=999999999999", times(true, Optional.of(Duration.ofDays(1)), Instant.MAX));
    }

    private static String times(boolean timestamp, Optional<Duration> lifetime, Instant now) {
        SignatureProfile profile = new SignatureProfile(
                Canonicalization.Pair.DEFAULT, HeaderSelection.DEFAULT, timestamp, lifetime, TagOrder.DEFAULT);
        BodyHashes bodies = new BodyHashes();
        DkimSigner signer = DkimSigner.begin(ED25519, profile, Optional.empty(), bodies);
        bodies.finish();
        Sample message = Sample.of(MESSAGE);
        try {
            return signer.finish(message.header(), message.form(), now)
                    .value()
                    .latin1()
                    .replaceAll("\n", "")
                    .replaceAll(".* s=e; ?", "")
                    .replaceAll(";? ?h=.*", "");
        } catch (SigningException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aKeyThatFails() {
        SigningException failure = new SigningException("the device is gone", new IllegalStateException());
        SigningKey broken = new SigningKey() {
            @Override
            public SignatureAlgorithm algorithm() {
                return SignatureAlgorithm.RSA_SHA256;
            }

            @Override
            public int bits() {
                return 2048;
            }

            @Override
            public Bytes publicKey() {
                return Bytes.EMPTY;
            }

            @Override
            public Bytes sign(Bytes input) throws SigningException {
                throw failure;
            }
        };
        BodyHashes bodies = new BodyHashes();
        DomainKey key = new DomainKey(DomainName.of("example.com"), DomainName.of("s"), broken);
        DkimSigner signer = DkimSigner.begin(key, SignatureProfile.DEFAULT, Optional.empty(), bodies);
        bodies.finish();
        Sample message = Sample.of(MESSAGE);

        assertEquals(
                failure,
                assertThrows(
                        SigningException.class, () -> signer.finish(message.header(), message.form(), Sample.NOW)));
    }

    @ParameterizedTest
    @MethodSource("everyCanonicalization")
    @Spec("RFC 6376 §3.4")
    void howTheBodyIsCutMakesNoDifference(SignatureProfile profile) throws SigningException {
        Sample message = Sample.of(MESSAGE);
        HeaderField whole = message.sign(ED25519, profile);
        RandomGenerator random = Fuzzing.random(4);
        byte[] body = message.body().toArray();
        for (int round = 0; round < 200; round++) {
            BodyHashes bodies = new BodyHashes();
            DkimSigner signer = DkimSigner.begin(ED25519, profile, Optional.empty(), bodies);
            int most = random.nextInt(1, body.length);
            for (int at = 0; at < body.length; ) {
                int count = Math.min(random.nextInt(0, most + 1), body.length - at);
                bodies.update(body, at, count);
                at += count;
            }
            bodies.finish();
            assertEquals(whole, signer.finish(message.header(), message.form(), Sample.NOW));
        }
    }

    /// Whatever a header holds, signing it gives a field.
    @Test
    @Spec("DKS-12")
    void anyHeaderCanBeSigned() {
        List<String> seeds = List.of(MESSAGE.replace("\n", "\r\n"), "From:\r\n\r\n", "\r\n", "");
        List<String> words = List.of(
                "\r\n", "\r\n ", "\r", "\n", "\u0000", ":", ";", " :", "From:", "\r\nSubject: ", "\t", "\u00E9", "=");
        HeaderForm[] forms = {new HeaderForm(false, false), new HeaderForm(true, true)};
        Fuzzing.run(20_000, seeds, words, octets -> {
            Sample message = Sample.of(octets);
            HeaderForm form = forms[octets.length % 2];
            SigningInput input = new SigningInput(message.header(), form);
            for (Canonicalization canonicalization : Canonicalization.values()) {
                input.select(HeaderSelection.DEFAULT, canonicalization);
            }
        });
    }
}
