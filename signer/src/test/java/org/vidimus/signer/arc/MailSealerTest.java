package org.vidimus.signer.arc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.vidimus.policy.Fuzzing;
import org.vidimus.policy.Spec;
import org.vidimus.policy.arc.ArcResult;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.dkim.BodyHashes;
import org.vidimus.policy.dkim.SignatureAlgorithm;
import org.vidimus.policy.dmarc.DmarcPolicy;
import org.vidimus.policy.dns.DomainName;
import org.vidimus.policy.dns.ZoneResolver;
import org.vidimus.policy.message.Author;
import org.vidimus.policy.message.HeaderBlock;
import org.vidimus.policy.message.HeaderField;
import org.vidimus.policy.pipeline.Authentication;
import org.vidimus.policy.pipeline.ConnectionFacts;
import org.vidimus.policy.pipeline.Deferral;
import org.vidimus.policy.pipeline.Disposition;
import org.vidimus.policy.pipeline.DmarcHandling;
import org.vidimus.policy.pipeline.Envelope;
import org.vidimus.policy.pipeline.Findings;
import org.vidimus.policy.pipeline.Note;
import org.vidimus.policy.pipeline.PipelineSettings;
import org.vidimus.policy.pipeline.PolicyOverride;
import org.vidimus.policy.pipeline.Signer;
import org.vidimus.policy.pipeline.Skip;
import org.vidimus.policy.pipeline.TrustSettings;
import org.vidimus.signer.arc.Relay.Handled;
import org.vidimus.signer.arc.Relay.Letter;
import org.vidimus.signer.arc.SealingRule.Origin;
import org.vidimus.signer.key.DomainKey;
import org.vidimus.signer.key.SigningException;
import org.vidimus.signer.key.SigningKey;

/// Seals as the last step of the whole pipeline.
class MailSealerTest {
    private static final ZoneResolver ZONE = ZoneResolver.of(
            "bank.example. TXT \"v=spf1 ip4:192.0.2.1 -all\"",
            "_dmarc.bank.example. TXT \"v=DMARC1; p=reject\"",
            "s._domainkey.b.example. TXT \"" + SealKey.RSA.record() + "\"",
            "s._domainkey.c.example. TXT \"" + SealKey.RSA.record() + "\"");

    private static final Letter LETTER =
            Letter.of("<ann@bank.example>", "hello\r\n", "From: <ann@bank.example>", "Subject: hello");

    private final List<String> events = new ArrayList<>();

    private static ConnectionFacts from(String address) {
        return ConnectionFacts.of(InetAddress.ofLiteral(address), Bytes.utf8("client.example"));
    }

    private MailSealer sealer(String domain, Origin origin, Set<String> doors, Signer before, Executor threads) {
        SealingRule rule =
                new SealingRule(doors, origin, new ArcSealer(SealingProfile.DEFAULT, SealKey.RSA.of("s", domain)));
        return new MailSealer(before, List.of(rule), threads, Duration.ofSeconds(30), () -> Travel.NOW, new Counting());
    }

    private MailSealer sealer(String domain, Origin origin) {
        return sealer(domain, origin, Set.of(), Signer.NONE, Runnable::run);
    }

    private final class Counting implements SealingEvents {
        @Override
        public void sealed(DomainName domain, ArcResult.Status validation) {
            events.add(domain + " " + validation.word());
        }

        @Override
        public void unsealed(DomainName domain, String reason) {
            events.add(domain + " " + reason);
        }
    }

    private static ArcResult chain(Letter letter) {
        Relay reader = Relay.of(Relay.settings("mx.reader.example"), ZONE, Signer.NONE);
        return reader.handle(from("203.0.113.9"), letter)
                .findings()
                .evidence()
                .orElseThrow()
                .arc();
    }

    private static List<String> notes(Findings findings) {
        return findings.notes().stream()
                .filter(note -> note.name().contains("seal") || note.name().equals("signed"))
                .map(Note::toString)
                .toList();
    }

    @Test
    @Spec({"RFC 8617 §5.1", "RFC 8617 §7.2.1", "ARC-10", "ARC-14"})
    void aForwardersSealLetsPassWhatForwardingBroke() {
        PipelineSettings strict =
                Relay.settings("mx.c.example").with(new DmarcHandling(DmarcPolicy.REJECT, Deferral.ACCEPT));
        TrustSettings trusting = new TrustSettings(List.of(), List.of(), Set.of(DomainName.of("b.example")));

        Handled forwarded = Relay.of(Relay.settings("mx.b.example"), ZONE, sealer("b.example", Origin.OUTSIDE))
                .handle(from("192.0.2.1"), LETTER);

        assertEquals(
                List.of(
                        "ARC-Seal",
                        "ARC-Message-Signature",
                        "ARC-Authentication-Results",
                        "Authentication-Results",
                        "From",
                        "Subject"),
                forwarded.onwards().names());
        assertEquals(List.of("sealed=\"b.example:s:i=1:cv=none\""), notes(forwarded.findings()));
        assertEquals(List.of("b.example none"), events);

        ConnectionFacts forwarder = from("198.51.100.1");
        Findings refused = Relay.of(strict, ZONE, Signer.NONE)
                .handle(forwarder, forwarded.onwards())
                .findings();
        Findings taken = Relay.of(strict.with(trusting), ZONE, Signer.NONE)
                .handle(forwarder, forwarded.onwards())
                .findings();

        assertTrue(refused.disposition() instanceof Disposition.Refuse, refused.summary());
        assertEquals(new Disposition.Accept(), taken.disposition(), taken.summary());
        assertEquals(
                List.of(PolicyOverride.Kind.LOCAL_POLICY),
                taken.evidence().orElseThrow().overrides().stream()
                        .map(PolicyOverride::kind)
                        .toList());
        Findings changed = Relay.of(strict.with(trusting), ZONE, Signer.NONE)
                .handle(forwarder, forwarded.onwards().body("hello\r\nbuy this\r\n"))
                .findings();
        assertTrue(changed.disposition() instanceof Disposition.Refuse, changed.summary());
    }

    @Test
    @Spec({"RFC 8617 §5.1", "ARC-8", "ARC-9", "ARC-12"})
    void goesOnWithTheChainOfAnother() {
        Relay second = Relay.of(Relay.settings("mx.c.example"), ZONE, sealer("c.example", Origin.OUTSIDE));
        Letter first = Relay.of(Relay.settings("mx.b.example"), ZONE, sealer("b.example", Origin.OUTSIDE))
                .handle(from("192.0.2.1"), LETTER)
                .onwards();

        Handled good = second.handle(from("198.51.100.1"), first);
        Handled bad = second.handle(from("198.51.100.1"), first.body("other\r\n"));
        Handled closed = second.handle(from("198.51.100.1"), bad.onwards());

        assertEquals(List.of("sealed=\"c.example:s:i=2:cv=pass\""), notes(good.findings()));
        assertEquals(ArcResult.Status.PASS, chain(good.onwards()).status());
        assertEquals(2, chain(good.onwards()).sealers().size());
        assertEquals(List.of("sealed=\"c.example:s:i=2:cv=fail\""), notes(bad.findings()));
        assertEquals("sealed as failed by c.example", chain(bad.onwards()).reason());
        assertEquals(List.of("unsealed=chain-closed"), notes(closed.findings()));
        assertEquals(List.of("b.example none", "c.example pass", "c.example fail", "c.example chain-closed"), events);
    }

    @Test
    @Spec("RFC 8617 §4.1.1")
    void sealsMailFromInsideWithTheChainItCameWith() {
        Letter first = Relay.of(Relay.settings("mx.b.example"), ZONE, sealer("b.example", Origin.OUTSIDE))
                .handle(from("192.0.2.1"), LETTER)
                .onwards();
        Relay inside = Relay.of(Relay.settings("mx.c.example"), ZONE, sealer("c.example", Origin.INSIDE));

        Handled sealed = inside.handle(from("127.0.0.1"), first);

        assertEquals(List.of("sealed=\"c.example:s:i=2:cv=pass\""), notes(sealed.findings()));
        assertEquals(
                " i=2; mx.c.example;\n\tarc=pass smtp.remote-ip=127.0.0.1 header.oldest-pass=0",
                sealed.onwards().fields().get(2).value().latin1());
        assertEquals(ArcResult.Status.PASS, chain(sealed.onwards()).status());
    }

    @Test
    @Spec({"ARC-6", "ARC-10", "DKS-13"})
    void comesAfterTheSignerAndCoversWhatItWrote() {
        Letter sealed = Relay.of(
                        Relay.settings("mx.b.example"),
                        ZONE,
                        sealer("b.example", Origin.ANYWHERE, Set.of(), new Signing(), Runnable::run))
                .handle(
                        from("203.0.113.1").withAuthentication(new Authentication(Bytes.utf8("ann"), Optional.empty())),
                        LETTER)
                .onwards();

        assertEquals(
                List.of("ARC-Seal", "ARC-Message-Signature", "ARC-Authentication-Results", "DKIM-Signature"),
                sealed.names().subList(0, 4));
        assertTrue(
                sealed.fields().get(1).unfolded().latin1().contains("h=dkim-signature:"),
                sealed.fields().get(1)::toString);
        assertEquals(ArcResult.Status.PASS, chain(sealed).status());
    }

    @Test
    @Spec("ARC-16")
    void sealsOnlyWhatARuleIsFor() {
        MailSealer sealer =
                sealer("b.example", Origin.OUTSIDE, Set.of("LISTS", "unix:/in"), Signer.NONE, Runnable::run);
        Relay relay = Relay.of(Relay.settings("mx.b.example"), ZONE, sealer);
        ConnectionFacts outside = from("192.0.2.1");

        relay.handle(outside, LETTER);
        relay.handle(outside.withDoor(Optional.of(Bytes.utf8("other")), "unix:/other"), LETTER);
        relay.handle(from("127.0.0.1").withDoor(Optional.of(Bytes.utf8("lists")), "unix:/in"), LETTER);
        assertEquals(List.of(), events);

        relay.handle(outside.withDoor(Optional.of(Bytes.utf8("lists")), "unix:/other"), LETTER);
        relay.handle(outside.withDoor(Optional.empty(), "unix:/in"), LETTER);
        assertEquals(List.of("b.example none", "b.example none"), events);
    }

    @Test
    void letsMailGoWithoutASealRatherThanNotAtAll() {
        Executor none = _ -> {
            throw new RejectedExecutionException("stopping");
        };
        SigningKeyThatFails broken = new SigningKeyThatFails();
        MailSealer failing = new MailSealer(
                new Signing(),
                List.of(new SealingRule(
                        Set.of(), Origin.OUTSIDE, new ArcSealer(SealingProfile.DEFAULT, broken.of("b.example")))),
                Runnable::run,
                Duration.ofSeconds(30),
                () -> Travel.NOW,
                new Counting());

        Handled stopping = Relay.of(
                        Relay.settings("mx.b.example"),
                        ZONE,
                        sealer("b.example", Origin.OUTSIDE, Set.of(), new Signing(), none))
                .handle(from("192.0.2.1"), LETTER);
        Handled failed = Relay.of(Relay.settings("mx.b.example"), ZONE, failing).handle(from("192.0.2.1"), LETTER);
        Handled nameless = Relay.of(PipelineSettings.DEFAULT, ZONE, sealer("b.example", Origin.OUTSIDE))
                .handle(from("192.0.2.1"), LETTER);

        assertEquals(
                List.of("signed=test", "unsealed=sealing-failed", "unsealed-why=\"no thread to seal on\""),
                notes(stopping.findings()));
        assertEquals(
                List.of("signed=test", "unsealed=sealing-failed", "unsealed-why=\"the device is gone\""),
                notes(failed.findings()));
        assertEquals(List.of("unsealed=no-authserv-id"), notes(nameless.findings()));
        assertEquals("DKIM-Signature", stopping.onwards().names().getFirst());
        assertEquals("DKIM-Signature", failed.onwards().names().getFirst());
        assertEquals(new Disposition.Accept(), failed.findings().disposition());
    }

    @Test
    void sealsNothingThatTheSignerRefuses() {
        Signing refusing = new Signing();
        refusing.disposition = new Disposition.Refuse(451, "4.7.0", "No key");

        Handled refused = Relay.of(
                        Relay.settings("mx.b.example"),
                        ZONE,
                        sealer("b.example", Origin.OUTSIDE, Set.of(), refusing, Runnable::run))
                .handle(from("192.0.2.1"), LETTER);

        assertEquals(refusing.disposition, refused.findings().disposition());
        assertEquals(List.of(), events);
        assertEquals(1, refusing.closed);
    }

    /// Whatever came in, a seal that calls the chain good is one that the next reader calls good.
    @Test
    @Spec({"RFC 8617 §5.1.1", "ARC-9"})
    void neverSealsAsGoodWhatTheNextReaderFindsBroken() {
        RandomGenerator random = Fuzzing.random(5);
        Letter sealed = Relay.of(Relay.settings("mx.b.example"), ZONE, sealer("b.example", Origin.OUTSIDE))
                .handle(from("192.0.2.1"), LETTER)
                .onwards();
        Relay second = Relay.of(Relay.settings("mx.c.example"), ZONE, sealer("c.example", Origin.ANYWHERE));
        Map<String, Integer> seen = new TreeMap<>();
        for (int i = 0; i < 300; i++) {
            List<HeaderField> fields = new ArrayList<>(sealed.fields());
            for (int n = random.nextInt(3); n > 0; n--) {
                change(fields, random);
            }
            Letter letter = new Letter(sealed.mailFrom(), fields, sealed.body());

            Handled handled = second.handle(from(random.nextBoolean() ? "198.51.100.1" : "127.0.0.1"), letter);

            String words = String.join(" ", notes(handled.findings()));
            ArcResult after = chain(handled.onwards());
            boolean good = words.contains("cv=pass") || words.contains("cv=none");
            assertEquals(
                    good, words.startsWith("sealed") && after.status() == ArcResult.Status.PASS, () -> words + after);
            seen.merge(words, 1, Integer::sum);
        }
        assertEquals(
                Set.of(
                        "sealed=\"c.example:s:i=1:cv=none\"",
                        "sealed=\"c.example:s:i=2:cv=fail\"",
                        "sealed=\"c.example:s:i=2:cv=pass\""),
                seen.keySet(),
                seen::toString);
    }

    private static void change(List<HeaderField> fields, RandomGenerator random) {
        int at = random.nextInt(fields.size());
        HeaderField field = fields.get(at);
        String name = field.name().latin1();
        String value = field.value().latin1();
        switch (random.nextInt(6)) {
            case 0 -> fields.remove(at);
            case 1 -> fields.add(random.nextInt(fields.size()), field);
            case 2 -> fields.removeIf(each -> each.name().latin1().startsWith("ARC-"));
            case 3 -> fields.set(at, HeaderField.of(name, value + "\rAuthentication-Results: mx.c.example; dkim=pass"));
            case 4 -> fields.set(at, HeaderField.of(name.toUpperCase(Locale.ROOT), value.replace(" ", " \n\t")));
            default -> fields.add(at, HeaderField.of("Authentication-Results", " mx.c.example; arc=pass"));
        }
    }

    /// A signer that puts a field on everything.
    private static final class Signing implements Signer {
        private Disposition disposition = new Disposition.Accept();
        private int closed;

        @Override
        public Optional<Work> begin(ConnectionFacts connection, Envelope envelope, Optional<Skip> inside) {
            return Optional.of(new Work() {
                @Override
                public void recipient(Bytes recipient) {
                    assertEquals("<b@b.example>", recipient.latin1());
                }

                @Override
                public boolean endOfHeaders(HeaderBlock header, Author author, BodyHashes bodies) {
                    return false;
                }

                @Override
                public Signed end(Message message) {
                    return new Signed(
                            List.of(HeaderField.of("DKIM-Signature", " v=1; d=a.example")),
                            disposition,
                            List.of(new Note("signed", "test")));
                }

                @Override
                public Signed endUnread() {
                    return new Signed(List.of(), disposition, List.of());
                }

                @Override
                public void close() {
                    closed++;
                }
            });
        }
    }

    /// A key whose device is gone.
    private static final class SigningKeyThatFails implements SigningKey {
        private DomainKey of(String domain) {
            return new DomainKey(DomainName.of(domain), DomainName.of("s"), this);
        }

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
            throw new SigningException("the device is gone", new IllegalStateException());
        }
    }
}
