package org.vidimus.signer.arc;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.vidimus.policy.arc.ArcResult;
import org.vidimus.policy.arc.ArcSets;
import org.vidimus.policy.authres.AuthenticationResultsHeader;
import org.vidimus.policy.base.Budgets;
import org.vidimus.policy.dkim.BodyHashes;
import org.vidimus.policy.dkim.Canonicalization;
import org.vidimus.policy.dkim.HashAlgorithm;
import org.vidimus.policy.dkim.SignatureAlgorithm;
import org.vidimus.policy.dns.DomainName;
import org.vidimus.policy.message.HeaderBlock;
import org.vidimus.policy.message.HeaderField;
import org.vidimus.policy.message.HeaderForm;
import org.vidimus.signer.key.DomainKey;
import org.vidimus.signer.key.SigningException;
import org.vidimus.signer.key.SigningKey;

/// Adds ARC sets to messages (§5.1), with one key.
///
/// A chain that has failed is sealed once, as failed (§5.1.2); one that was sealed as failed is left alone,
/// and so is one of which nobody can say for now what it is worth.
///
/// Immutable; one serves all messages at once.
public final class ArcSealer {
    private final SealingProfile profile;
    private final DomainKey key;

    /// A sealer.
    ///
    /// @throws IllegalArgumentException for a key that [#refusal] refuses
    public ArcSealer(SealingProfile profile, DomainKey key) {
        refusal(key.key()).ifPresent(why -> {
            throw new IllegalArgumentException(key.selector() + "._domainkey." + key.domain() + ": " + why);
        });
        this.profile = profile;
        this.key = key;
    }

    /// Why a key cannot seal; empty if it can.
    ///
    /// Interpretation: §4.1.2 and §4.1.3 have the algorithms of DKIM as the RFC knew them, and that is
    /// rsa-sha256 alone ([RFC 8301 §3.1](https://www.rfc-editor.org/rfc/rfc8301#section-3.1)). A seal with
    /// Ed25519 would be a broken chain to nearly everybody, ourselves included, and a chain cannot have a
    /// second seal beside it.
    public static Optional<String> refusal(SigningKey key) {
        return key.algorithm() == SignatureAlgorithm.RSA_SHA256
                ? Optional.empty()
                : Optional.of(
                        "ARC knows rsa-sha256 only, not " + key.algorithm().word());
    }

    /// Who seals (d=).
    public DomainName domain() {
        return key.domain();
    }

    /// With which of its keys (s=).
    public DomainName selector() {
        return key.selector();
    }

    /// Begins with a message, before its body.
    ///
    /// @param bodies takes the order for the hash of the body
    /// @throws IllegalStateException if the body has begun
    public Sealing begin(BodyHashes bodies) {
        return new Sealing(bodies.want(Canonicalization.RELAXED, HashAlgorithm.SHA256, OptionalLong.empty()));
    }

    /// A message that is to be sealed.
    ///
    /// Immutable.
    ///
    /// @param header the header as it goes on, signatures of our own included; nothing but the set is put on
    ///     top after this (§5.1)
    /// @param results what we say about the message
    /// @param chain what its sets are worth
    public record Message(HeaderBlock header, HeaderForm form, AuthenticationResultsHeader results, ArcResult chain) {}

    /// The seal of one message in the making. Confined to one thread.
    public final class Sealing {
        private final BodyHashes.Handle body;

        private Sealing(BodyHashes.Handle body) {
            this.body = body;
        }

        /// Seals, after the body.
        ///
        /// @param now the time of the seal, from 1970 on
        /// @throws SigningException if the key fails
        /// @throws IllegalStateException if the body has not ended
        public SealingOutcome seal(Message message, Instant now) throws SigningException {
            ArcResult chain = message.chain();
            ArcSets sets = ArcSets.of(message.header(), message.form(), Budgets.Signatures.DEFAULT);
            Optional<SealingOutcome.Reason> reason = unsealed(chain, sets);
            if (reason.isPresent()) {
                return new SealingOutcome.Unsealed(reason.get());
            }
            int instance = sets.highest() + 1;
            List<HeaderField> fields = new NewSet(profile, key, message, instance, now).fields(body.digest(), sets);
            return new SealingOutcome.Sealed(instance, chain.status(), fields);
        }
    }

    private static Optional<SealingOutcome.Reason> unsealed(ArcResult chain, ArcSets sets) {
        if (sets.closed()) {
            return Optional.of(SealingOutcome.Reason.CHAIN_CLOSED);
        }
        if (chain.temporary()) {
            return Optional.of(SealingOutcome.Reason.CHAIN_UNKNOWN);
        }
        if (sets.highest() >= ArcSets.MAX_INSTANCE) {
            return Optional.of(SealingOutcome.Reason.TOO_MANY_SETS);
        }
        boolean changed = switch (chain.status()) {
            case NONE -> sets.highest() > 0;
            case PASS -> sets.sealInput().isEmpty();
            case FAIL -> false;
        };
        return changed ? Optional.of(SealingOutcome.Reason.CHAIN_CHANGED) : Optional.empty();
    }
}
