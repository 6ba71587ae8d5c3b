package org.vidimus.signer.outbound;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.vidimus.policy.Spec;
import org.vidimus.policy.base.Budgets;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.dkim.SignatureAlgorithm;
import org.vidimus.policy.dns.DomainName;
import org.vidimus.policy.message.HeaderField;
import org.vidimus.policy.pipeline.Disposition;
import org.vidimus.signer.dkim.SignatureProfile;
import org.vidimus.signer.dkim.TestKey;
import org.vidimus.signer.key.DomainKey;
import org.vidimus.signer.key.SigningException;
import org.vidimus.signer.key.SigningKey;
import org.vidimus.signer.rules.Consequence;
import org.vidimus.signer.rules.Decider;
import org.vidimus.signer.rules.Decision;
import org.vidimus.signer.rules.Occasion;
import org.vidimus.signer.rules.PlannedSignature;
import org.vidimus.signer.rules.UnsignedReason;

class MailSignerTest {
    private static final DomainKey RSA = TestKey.RSA.of("r1", "example.com");
    private static final DomainKey ED25519 = TestKey.ED25519.of("e1", "example.com");
    private static final DomainKey PROVIDER = TestKey.RSA_2048.of("p1", "provider.example");
    private static final String BOTH = "signed=example.com:r1:rsa-sha256 signed=example.com:e1:ed25519-sha256";

    private final RecordedEvents events = new RecordedEvents();

    private static Decider deciding(Decision.Outcome outcome) {
        return _ -> new Decision(outcome, List.of(new Decision.Step("v.toml:1", "as the test has it")));
    }

    private static Decider with(DomainKey... keys) {
        return deciding(new Decision.Outcome.Sign(planned(keys)));
    }

    private static List<PlannedSignature> planned(DomainKey... keys) {
        return List.of(keys).stream()
                .map(key -> new PlannedSignature(key, Optional.empty(), SignatureProfile.DEFAULT))
                .toList();
    }

    private MailSigner signer(Decider decider) {
        return signer(decider, OutboundSettings.DEFAULT, Runnable::run);
    }

    private MailSigner signer(Decider decider, OutboundSettings settings, Executor threads) {
        return new MailSigner(decider, settings, threads, () -> Outbox.NOW, events);
    }

    private static OutboundSettings settings(Consequence onUnsignable, Consequence onFailure) {
        return new OutboundSettings(onUnsignable, onFailure, true, Duration.ofSeconds(30));
    }

    /// A key that does something else than sign.
    private record OddKey(Behaviour behaviour) implements SigningKey {
        private interface Behaviour {
            Bytes sign() throws SigningException;
        }

        @Override
        public SignatureAlgorithm algorithm() {
            return SignatureAlgorithm.ED25519_SHA256;
        }

        @Override
        public int bits() {
            return 256;
        }

        @Override
        public Bytes publicKey() {
            return TestKey.ED25519.publicKey();
        }

        @Override
        public Bytes sign(Bytes input) throws SigningException {
            return behaviour.sign();
        }
    }

    private static DomainKey odd(OddKey.Behaviour behaviour) {
        return new DomainKey(DomainName.of("example.com"), DomainName.of("e1"), new OddKey(behaviour));
    }

    private static DomainKey failing() {
        return odd(() -> {
            throw new SigningException("the token is gone", new IllegalStateException());
        });
    }

    @Test
    @Spec({"SGN-2", "DKS-6", "DKS-11"})
    void signsWithEachKeyAndEachSignatureIsGood() {
        Outbox.Sent sent = Outbox.ordinary().send(signer(with(RSA, ED25519, PROVIDER)));
        assertEquals("accept", sent.word());
        assertEquals(BOTH + " signed=provider.example:p1:rsa-sha256", sent.notes("signed", "unsigned"));
        assertEquals("pass p1 pass e1 pass r1", sent.after().verified());
        assertEquals(
                List.of(
                        "signed example.com rsa-sha256",
                        "signed example.com ed25519-sha256",
                        "signed provider.example rsa-sha256"),
                events.told);
    }

    @ParameterizedTest
    @Spec("DKS-5")
    @CsvSource(delimiter = '|', textBlock = """
            Subject: another | hello\\r\\n      | duplicate-field | duplicate-field=subject
            To: eve@x.example| hello\\r\\n      | duplicate-field | duplicate-field=to
            X: a\\rb         | hello\\r\\n      | stray-control   | header-bare-cr
            X: a\\0b         | hello\\r\\n      | stray-control   | header-nul
            X: b             | hel\\nlo\\r\\n   | stray-control   | body-bare-lf
            X: b             | hel\\rlo\\r\\n   | stray-control   | body-bare-cr
            X: b             | hel\\0lo\\r\\n   | stray-control   | body-nul
            X: b             | LONG\\r\\n       | long-line       | body-long-line
            X: LONG          | hello\\r\\n      | long-line       | header-long-line
            """)
    void whatWouldNotArriveAsItIsIsNotSigned(String field, String body, String reason, String why) {
        Outbox mail = Outbox.ordinary().on(text(field)).body(text(body));
        for (Consequence consequence : Consequence.values()) {
            Outbox.Sent sent = mail.send(signer(with(RSA), settings(consequence, Consequence.TEMPFAIL), Runnable::run));
            assertEquals(
                    switch (consequence) {
                        case UNSIGNED -> "accept";
                        case TEMPFAIL -> "451 4.7.0";
                        case REJECT -> "550 5.7.1";
                    },
                    sent.word());
            assertTrue(sent.notes("unsigned", "unsigned-why").startsWith("unsigned=" + reason + " unsigned-why="));
            assertTrue(sent.notes("unsigned-why").contains(why), sent.findings().summary());
            assertEquals("", sent.notes("signed"));
        }
        assertEquals(
                List.of("unsigned " + reason), events.told.stream().distinct().toList());
    }

    private static String text(String shorthand) {
        return shorthand
                .replace("\\r", "\r")
                .replace("\\n", "\n")
                .replace("\\0", "\0")
                .replace("LONG", "x".repeat(999));
    }

    @ParameterizedTest
    @Spec("DKS-5")
    @EnumSource(Consequence.class)
    void aHeaderThatIsNotKeptIsNotSigned(Consequence consequence) {
        Budgets few = new Budgets(3, 1000, 1000, 10);
        Outbox.Sent sent = Outbox.ordinary()
                .send(
                        signer(with(RSA), settings(consequence, Consequence.TEMPFAIL), Runnable::run),
                        Outbox.loggedIn("alice@example.com"),
                        few);
        assertEquals("unsigned=header-too-large", sent.notes("unsigned", "signed"));
        assertEquals(consequence == Consequence.UNSIGNED, sent.word().equals("accept"));
    }

    @Test
    void carriesOutWhatWasDecided() {
        for (UnsignedReason reason : UnsignedReason.values()) {
            Outbox.Sent unsigned = Outbox.ordinary().send(signer(deciding(new Decision.Outcome.Unsigned(reason))));
            assertEquals(
                    "accept unsigned=" + reason.word(), unsigned.word() + " " + unsigned.notes("unsigned", "signed"));
        }
        Outbox.Sent deferred = Outbox.ordinary()
                .send(signer(deciding(new Decision.Outcome.Defer(UnsignedReason.BROKEN_KEY, "r1: no such file"))));
        assertEquals("451 4.7.0", deferred.word());
        assertEquals(
                "unsigned=broken-key unsigned-why=\"r1: no such file\"", deferred.notes("unsigned", "unsigned-why"));
        Outbox.Sent refused = Outbox.ordinary()
                .send(signer(deciding(new Decision.Outcome.Refuse(UnsignedReason.NOT_ALLOWED, "You may not"))));
        assertEquals(
                new Disposition.Refuse(550, "5.7.1", "You may not"),
                refused.findings().disposition());
    }

    @Test
    void tellsTheDeciderAllItMayLookAt() {
        List<Occasion> seen = new ArrayList<>();
        Outbox.ordinary().send(signer(occasion -> {
            seen.add(occasion);
            return new Decision(new Decision.Outcome.Unsigned(UnsignedReason.NO_RULE), List.of());
        }));
        Occasion occasion = seen.getFirst();
        assertEquals("authenticated", occasion.inside().orElseThrow().word());
        assertEquals(Bytes.utf8("<alice@example.com>"), occasion.mailFrom());
        assertEquals(List.of(Bytes.utf8("<bob@example.net>")), occasion.recipients());
        assertEquals(5, occasion.header().entries().size());
    }

    @Test
    @Spec("SGN-9")
    void aKeyThatFailsPutsTheMessageOff() {
        Outbox.Sent sent = Outbox.ordinary().send(signer(with(failing(), PROVIDER)));
        assertEquals("451 4.7.0", sent.word());
        assertEquals(
                "unusable-key=\"example.com:e1: the token is gone\" unsigned=signing-failed",
                sent.notes("unusable-key", "unsigned", "signed"));
        assertEquals(List.of("unusable example.com", "unsigned signing-failed"), events.told);
    }

    @Test
    @Spec("SGN-9")
    void anotherKeyOfTheDomainStandsInForOneThatFails() {
        Outbox.Sent sent = Outbox.ordinary().send(signer(with(RSA, failing())));
        assertEquals("accept", sent.word());
        assertEquals(
                "unusable-key=\"example.com:e1: the token is gone\" signed=example.com:r1:rsa-sha256",
                sent.notes("unusable-key", "unsigned", "signed"));
        assertEquals("pass r1", sent.after().verified());
    }

    @Test
    @Spec("SGN-9")
    void whereItIsConfiguredAKeyThatFailsHoldsNothingUp() {
        OutboundSettings going = settings(Consequence.UNSIGNED, Consequence.UNSIGNED);
        Outbox.Sent other = Outbox.ordinary().send(signer(with(failing(), PROVIDER), going, Runnable::run));
        assertEquals("accept", other.word());
        assertEquals("signed=provider.example:p1:rsa-sha256", other.notes("unsigned", "signed"));
        Outbox.Sent none = Outbox.ordinary().send(signer(with(failing()), going, Runnable::run));
        assertEquals("accept unsigned=signing-failed", none.word() + " " + none.notes("unsigned", "signed"));
    }

    @Test
    @Spec("SGN-9")
    void aKeyThatWasBrokenBeforeIsToldOf() {
        Decider decider = deciding(new Decision.Outcome.Sign(
                planned(RSA), List.of(new Decision.Unusable(DomainName.of("example.com"), "e1: no such file"))));
        Outbox.Sent sent = Outbox.ordinary().send(signer(decider));
        assertEquals(
                "unusable-key=\"e1: no such file\" signed=example.com:r1:rsa-sha256",
                sent.notes("unusable-key", "unsigned", "signed"));
        assertEquals(List.of("unusable example.com", "signed example.com rsa-sha256"), events.told);
    }

    /// Each waits for the other, so that neither is made if they are made one after the other.
    @Test
    @Spec("SGN-2")
    void signaturesAreMadeBesideEachOther() {
        CyclicBarrier meeting = new CyclicBarrier(2);
        DomainKey first = meeting(meeting, TestKey.RSA, "r1");
        DomainKey second = meeting(meeting, TestKey.ED25519, "e1");
        Outbox.Sent sent = Outbox.ordinary()
                .send(signer(
                        with(first, second),
                        OutboundSettings.DEFAULT,
                        task -> Thread.ofPlatform().daemon().start(task)));
        assertEquals(BOTH, sent.notes("signed", "unsigned"));
        assertEquals("pass e1 pass r1", sent.after().verified());
    }

    private static DomainKey meeting(CyclicBarrier meeting, TestKey key, String selector) {
        SigningKey waiting = new SigningKey() {
            @Override
            public SignatureAlgorithm algorithm() {
                return key.algorithm();
            }

            @Override
            public int bits() {
                return key.bits();
            }

            @Override
            public Bytes publicKey() {
                return key.publicKey();
            }

            @Override
            public Bytes sign(Bytes input) throws SigningException {
                try {
                    meeting.await(20, TimeUnit.SECONDS);
                } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
                    throw new SigningException("alone", e);
                }
                return key.sign(input);
            }
        };
        return new DomainKey(DomainName.of("example.com"), DomainName.of(selector), waiting);
    }

    @Test
    void withoutAThreadToSignOnTheMessageIsPutOff() {
        Executor stopped = _ -> {
            throw new RejectedExecutionException();
        };
        Outbox.Sent sent = Outbox.ordinary().send(signer(with(RSA), OutboundSettings.DEFAULT, stopped));
        assertEquals("451 4.7.0", sent.word());
        assertEquals("unusable-key=\"example.com:r1: no thread to sign on\"", sent.notes("unusable-key"));
    }

    @Test
    void aDeviceThatHangsHoldsNoMessageForEver() {
        CountDownLatch over = new CountDownLatch(1);
        DomainKey hanging = odd(() -> {
            try {
                over.await();
                return Bytes.EMPTY;
            } catch (InterruptedException e) {
                throw new SigningException("interrupted", e);
            }
        });
        OutboundSettings impatient =
                new OutboundSettings(Consequence.UNSIGNED, Consequence.TEMPFAIL, true, Duration.ofMillis(1));
        Outbox.Sent sent = Outbox.ordinary()
                .send(signer(
                        with(hanging),
                        impatient,
                        task -> Thread.ofPlatform().daemon().start(task)));
        over.countDown();
        assertEquals("451 4.7.0", sent.word());
        assertEquals("unsigned=signing-failed", sent.notes("unsigned"));
    }

    @Test
    @Spec({"DKS-12", "RFC 6376 §5.3"})
    void whatSendmailWillWriteAnewIsNotSigned() {
        Outbox mail = Outbox.ordinary().on("Cc: eve@example.net,mallory@example.net");
        assertTrue(signed(mail.send(signer(with(RSA)), Outbox.by("Postfix 3.7.11"), Budgets.DEFAULT))
                .contains("cc"));
        Set<String> bySendmail = signed(mail.send(signer(with(RSA)), Outbox.by("8.18.1"), Budgets.DEFAULT));
        assertFalse(bySendmail.contains("cc"));
        assertTrue(bySendmail.contains("to"));
        assertEquals(Set.of("v"), signer(with(RSA)).macros());
    }

    /// The names in h= of the topmost field.
    private static Set<String> signed(Outbox.Sent sent) {
        HeaderField field = sent.after().fields().getFirst();
        String value = field.value().latin1().replaceAll("\\s", "");
        return new HashSet<>(List.of(value.replaceAll(".*;h=([^;]*);.*", "$1").split(":", -1)));
    }
}
