package org.vidimus.signer.outbound;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.vidimus.signer.dkim.SignatureProfile;
import org.vidimus.signer.dkim.TestKey;
import org.vidimus.signer.key.DomainKey;
import org.vidimus.signer.rules.Consequence;
import org.vidimus.signer.rules.Decider;
import org.vidimus.signer.rules.Decision;
import org.vidimus.signer.rules.PlannedSignature;

/// Signers as tests want them: with decisions and keys of their own.
final class Signers {
    static final DomainKey RSA = TestKey.RSA.of("r1", "example.com");
    static final DomainKey ED25519 = TestKey.ED25519.of("e1", "example.com");
    static final DomainKey PROVIDER = TestKey.RSA_2048.of("p1", "provider.example");
    static final String BOTH = "signed=example.com:r1:rsa-sha256 signed=example.com:e1:ed25519-sha256";

    static Decider deciding(Decision.Outcome outcome) {
        return _ -> new Decision(outcome, List.of(new Decision.Step("v.toml:1", "as the test has it")));
    }

    static Decider with(DomainKey... keys) {
        return deciding(new Decision.Outcome.Sign(planned(keys)));
    }

    static List<PlannedSignature> planned(DomainKey... keys) {
        return List.of(keys).stream()
                .map(key -> new PlannedSignature(key, Optional.empty(), SignatureProfile.DEFAULT))
                .toList();
    }

    static MailSigner signer(Decider decider, SigningEvents events) {
        return signer(decider, OutboundSettings.DEFAULT, Runnable::run, events);
    }

    static MailSigner signer(Decider decider, OutboundSettings settings, Executor threads, SigningEvents events) {
        return new MailSigner(decider, settings, threads, () -> Outbox.NOW, events);
    }

    static OutboundSettings settings(Consequence onUnsignable, Consequence onFailure) {
        return new OutboundSettings(onUnsignable, onFailure, true, Duration.ofSeconds(30));
    }

    private Signers() {}
}
