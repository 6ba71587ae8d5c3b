package org.vidimus.policy.arc;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.Stream;
import org.vidimus.policy.base.Budgets;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.dkim.BodyHashes;
import org.vidimus.policy.dkim.CryptoBackend;
import org.vidimus.policy.dkim.DkimCause;
import org.vidimus.policy.dkim.DkimKeys;
import org.vidimus.policy.dkim.DkimProblem;
import org.vidimus.policy.dkim.DkimSettings;
import org.vidimus.policy.dkim.DkimSignature;
import org.vidimus.policy.dkim.HashAlgorithm;
import org.vidimus.policy.dkim.SignatureAlgorithm;
import org.vidimus.policy.dns.DomainName;
import org.vidimus.policy.dns.Lookups;
import org.vidimus.policy.dns.RecordType;
import org.vidimus.policy.message.HeaderBlock;
import org.vidimus.policy.message.HeaderForm;

/// Validates the ARC chains of messages (§5.2).
///
/// Keys are judged as DKIM's are; a signature that has expired (x=) or leaves a part of the body out (l=) is
/// no good.
///
/// Immutable; one serves all messages at once.
public final class ArcValidator {
    private final DkimSettings settings;
    private final Budgets.Signatures budget;
    private final InstantSource clock;
    private final CryptoBackend crypto;
    private final DkimKeys keys;

    /// A validator with libraries of its own choice ([CryptoBackend.Choice#AUTO]).
    public ArcValidator(DkimSettings settings, Budgets.Signatures budget, InstantSource clock) {
        this(settings, budget, clock, CryptoBackend.of(CryptoBackend.Choice.AUTO));
    }

    /// A validator.
    ///
    /// @param settings of these the shortest key, the clock skew and the domains that are refused
    public ArcValidator(DkimSettings settings, Budgets.Signatures budget, InstantSource clock, CryptoBackend crypto) {
        this.settings = settings;
        this.budget = budget;
        this.clock = clock;
        this.crypto = crypto;
        this.keys = new DkimKeys(crypto, budget);
    }

    /// Begins with a message, once its header is complete and before its body: judges the structure of the
    /// chain, says which hashes of the body are needed, and sends for the keys.
    ///
    /// Without a chain, or where the structure is broken, nobody is asked for anything.
    ///
    /// @param executor runs tasks that may block while the DNS is asked
    /// @param bodies takes the orders for the body
    public ArcValidation begin(HeaderBlock header, HeaderForm form, Lookups dns, Executor executor, BodyHashes bodies) {
        ArcChain chain = ArcChain.read(header, form, budget);
        if (chain.problem().isPresent()) {
            return ArcValidation.over(
                    new ArcResult(ArcResult.Status.FAIL, chain.problem().get(), chain.sealers(), 0));
        }
        if (chain.sets().isEmpty()) {
            return ArcValidation.over(new ArcResult(ArcResult.Status.NONE, "", List.of(), 0));
        }
        FutureTask<HeaderFindings> task =
                new FutureTask<>(() -> new HeaderWork(this, chain.sets(), header, form, dns).findings());
        try {
            prefetch(chain, dns, executor);
            executor.execute(task);
        } catch (RejectedExecutionException _) {
            return ArcValidation.over(ArcValidation.interrupted(chain)); // whoever runs us is stopping
        }
        List<BodyHashes.Handle> handles = chain.sets().stream()
                .map(set -> bodies.want(
                        set.message().canonicalization().body(), HashAlgorithm.SHA256, OptionalLong.empty()))
                .toList();
        return new ArcValidation(chain, task, handles);
    }

    /// The keys of different sealers are asked for at the same time.
    private static void prefetch(ArcChain chain, Lookups dns, Executor executor) {
        List<DomainName> names = chain.sets().stream()
                .flatMap(set -> Stream.of(
                        DkimSignature.keyName(set.seal().selector(), set.seal().domain()),
                        DkimSignature.keyName(
                                set.message().selector(), set.message().domain())))
                .flatMap(Optional::stream)
                .distinct()
                .toList();
        if (names.size() > 1) {
            names.forEach(name -> executor.execute(() -> dns.lookup(name, RecordType.TXT)));
        }
    }

    /// What is wrong with a signature that can be seen without its key.
    Optional<DkimProblem> refusal(DomainName domain, OptionalLong expiresAt) {
        if (settings.refusedDomains().contains(domain)) {
            return Optional.of(DkimProblem.of(DkimCause.DOMAIN_REFUSED));
        }
        long now = clock.instant().getEpochSecond();
        boolean expired = expiresAt.isPresent()
                && expiresAt.getAsLong() < now - settings.clockSkew().toSeconds();
        return expired ? Optional.of(DkimProblem.of(DkimCause.EXPIRED)) : Optional.empty();
    }

    /// Fetches a key and verifies a signature with it; empty if it is good. Blocks while the DNS is asked.
    Optional<DkimProblem> verify(DomainName selector, DomainName domain, Bytes input, Bytes signature, Lookups dns) {
        return switch (keys.find(selector, domain, dns)) {
            case DkimKeys.Found.Unusable(DkimProblem why) -> Optional.of(why);
            case DkimKeys.Found.Usable usable -> {
                Optional<DkimProblem> unsuitable = unsuitable(usable);
                yield unsuitable.isPresent()
                                || crypto.verify(SignatureAlgorithm.RSA_SHA256, usable.key(), input, signature)
                        ? unsuitable
                        : Optional.of(DkimProblem.of(DkimCause.SIGNATURE_DIFFERS));
            }
        };
    }

    private Optional<DkimProblem> unsuitable(DkimKeys.Found.Usable usable) {
        int bits = usable.key().key().bits();
        if (!usable.record()
                .keyType()
                .equals(SignatureAlgorithm.RSA_SHA256.keyType().word())) {
            return Optional.of(DkimProblem.of(DkimCause.KEY_ALGORITHM));
        }
        if (!usable.record().allows(HashAlgorithm.SHA256)) {
            return Optional.of(DkimProblem.of(DkimCause.KEY_HASH));
        }
        if (!usable.record().isForMail()) {
            return Optional.of(DkimProblem.of(DkimCause.KEY_SERVICE));
        }
        // RFC 8301 §3.2: with fewer than 1024 bits no signature is valid.
        return bits < settings.minimumKeyBits()
                ? Optional.of(new DkimProblem(DkimCause.KEY_TOO_SHORT, bits + " bits"))
                : Optional.empty();
    }
}
