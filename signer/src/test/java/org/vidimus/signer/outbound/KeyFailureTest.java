package org.vidimus.signer.outbound;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.vidimus.policy.Spec;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.dkim.SignatureAlgorithm;
import org.vidimus.policy.dns.DomainName;
import org.vidimus.signer.dkim.TestKey;
import org.vidimus.signer.key.DomainKey;
import org.vidimus.signer.key.SigningException;
import org.vidimus.signer.key.SigningKey;
import org.vidimus.signer.rules.Consequence;
import org.vidimus.signer.rules.Decider;
import org.vidimus.signer.rules.Decision;

/// Keys that fail while they sign, and what becomes of the message.
class KeyFailureTest {
    private final RecordedEvents events = new RecordedEvents();

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
        public boolean mayWait() {
            return true;
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
    @Spec("SGN-9")
    void aKeyThatFailsPutsTheMessageOff() {
        Outbox.Sent sent = Outbox.ordinary().send(Signers.signer(Signers.with(failing(), Signers.PROVIDER), events));
        assertEquals("451 4.7.0", sent.word());
        assertEquals(
                "unusable-key=\"example.com:e1: the token is gone\" unsigned=signing-failed",
                sent.notes("unusable-key", "unsigned", "signed"));
        assertEquals(List.of("unusable example.com", "unsigned signing-failed"), events.told);
    }

    @Test
    @Spec("SGN-9")
    void anotherKeyOfTheDomainStandsInForOneThatFails() {
        Outbox.Sent sent = Outbox.ordinary().send(Signers.signer(Signers.with(Signers.RSA, failing()), events));
        assertEquals("accept", sent.word());
        assertEquals(
                "unusable-key=\"example.com:e1: the token is gone\" signed=example.com:r1:rsa-sha256",
                sent.notes("unusable-key", "unsigned", "signed"));
        assertEquals("pass r1", sent.after().verified());
    }

    @Test
    @Spec("SGN-9")
    void whereItIsConfiguredAKeyThatFailsHoldsNothingUp() {
        OutboundSettings going = Signers.settings(Consequence.UNSIGNED, Consequence.UNSIGNED);
        Outbox.Sent other = Outbox.ordinary()
                .send(Signers.signer(Signers.with(failing(), Signers.PROVIDER), going, Runnable::run, events));
        assertEquals("accept", other.word());
        assertEquals("signed=provider.example:p1:rsa-sha256", other.notes("unsigned", "signed"));
        Outbox.Sent none =
                Outbox.ordinary().send(Signers.signer(Signers.with(failing()), going, Runnable::run, events));
        assertEquals("accept unsigned=signing-failed", none.word() + " " + none.notes("unsigned", "signed"));
    }

    @Test
    @Spec("SGN-9")
    void aKeyThatWasBrokenBeforeIsToldOf() {
        Decider decider = Signers.deciding(new Decision.Outcome.Sign(
                Signers.planned(Signers.RSA),
                List.of(new Decision.Unusable(DomainName.of("example.com"), "e1: no such file"))));
        Outbox.Sent sent = Outbox.ordinary().send(Signers.signer(decider, events));
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
                .send(Signers.signer(
                        Signers.with(first, second),
                        OutboundSettings.DEFAULT,
                        task -> Thread.ofPlatform().daemon().start(task),
                        events));
        assertEquals(Signers.BOTH, sent.notes("signed", "unsigned"));
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
        Outbox.Sent sent = Outbox.ordinary()
                .send(Signers.signer(Signers.with(Signers.RSA), OutboundSettings.DEFAULT, stopped, events));
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
                .send(Signers.signer(
                        Signers.with(hanging),
                        impatient,
                        task -> Thread.ofPlatform().daemon().start(task),
                        events));
        over.countDown();
        assertEquals("451 4.7.0", sent.word());
        assertEquals("unsigned=signing-failed", sent.notes("unsigned"));
    }
}
