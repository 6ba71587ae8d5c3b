package org.vidimus.policy.dkim;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Executor;
import org.vidimus.policy.base.Budgets;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.dns.DomainName;
import org.vidimus.policy.dns.Lookups;
import org.vidimus.policy.message.Author;
import org.vidimus.policy.message.HeaderBlock;
import org.vidimus.policy.message.HeaderField;
import org.vidimus.policy.message.HeaderForm;

/// Verifies the DKIM signatures of messages ([§6](https://www.rfc-editor.org/rfc/rfc6376#section-6)).
///
/// Immutable; one serves all messages at once.
public final class DkimVerifier {
    private static final Bytes NAME = Bytes.utf8("DKIM-Signature");

    private final DkimSettings settings;
    private final Budgets.Signatures budget;
    private final InstantSource clock;
    private final CryptoBackend crypto;
    private final DkimKeys keys;
    private final Legacy legacy;

    /// What to do with signatures that [RFC 8301](https://www.rfc-editor.org/rfc/rfc8301) forbids. Test suites
    /// of before its time need the second; no setting leads there.
    enum Legacy {
        /// They are not verified.
        REFUSE,
        /// They count like others.
        VERIFY
    }

    /// A verifier with libraries of its own choice ([CryptoBackend.Choice#AUTO]).
    public DkimVerifier(DkimSettings settings, Budgets.Signatures budget, InstantSource clock) {
        this(settings, budget, clock, CryptoBackend.of(CryptoBackend.Choice.AUTO));
    }

    /// A verifier.
    public DkimVerifier(DkimSettings settings, Budgets.Signatures budget, InstantSource clock, CryptoBackend crypto) {
        this(settings, budget, clock, crypto, Legacy.REFUSE);
    }

    DkimVerifier(
            DkimSettings settings,
            Budgets.Signatures budget,
            InstantSource clock,
            CryptoBackend crypto,
            Legacy legacy) {
        this.settings = settings;
        this.budget = budget;
        this.clock = clock;
        this.crypto = crypto;
        this.keys = new DkimKeys(crypto, budget);
        this.legacy = legacy;
    }

    /// Begins with a message, once its header is complete and before its body: reads the signatures, says
    /// which hashes of
    /// the body are needed, and sends for the keys. Each signature of the header is verified as soon as its
    /// key has come.
    ///
    /// @param author whom the message is from: if there are more signatures than [Budgets.Signatures#dkim()],
    /// those that
    ///     can vouch for the author are verified first
    /// @param executor runs one task a signature, which may block while the DNS is asked
    /// @param bodies takes the orders for the body
    public DkimVerification begin(
            HeaderBlock header, Author author, HeaderForm form, Lookups dns, Executor executor, BodyHashes bodies) {
        List<SignatureCheck> checks = header.named(NAME).stream()
                .map(entry -> new SignatureCheck(entry, read(entry.field(), form)))
                .toList();
        if (checks.isEmpty()) {
            return new DkimVerification(checks);
        }
        FieldIndex fields = new FieldIndex(header);
        SignatureCheck.Message message = new SignatureCheck.Message(fields, form, dns);
        for (SignatureCheck check : chosen(checks, author)) {
            check.begin(this, message, executor, bodies);
        }
        return new DkimVerification(checks);
    }

    private DkimSignatureReader.Outcome read(HeaderField field, HeaderForm form) {
        if (field.value().length() > budget.fieldBytes()) {
            return new DkimSignatureReader.Outcome.Bad(
                    new DkimProblem(DkimCause.SIGNATURE_SYNTAX, "longer than " + budget.fieldBytes() + " octets"),
                    Optional.empty());
        }
        // RFC 8616 §4: only in internationalised mail may tags hold anything but ASCII.
        TagList.Charset charset = form.international() ? TagList.Charset.UTF_8 : TagList.Charset.ASCII;
        return DkimSignatureReader.read(field.value(), charset, budget.signedFields());
    }

    /// The signatures to verify: all that can be read, up to the limit. Those whose domain is the author's, or
    /// above or below it, come first, because they may be what DMARC needs.
    private List<SignatureCheck> chosen(List<SignatureCheck> checks, Author author) {
        List<SignatureCheck> readable =
                checks.stream().filter(check -> check.signature().isPresent()).toList();
        if (readable.size() <= budget.dkim()) {
            return readable;
        }
        List<DomainName> domains = switch (author) {
            case Author.Single(DomainName domain) -> List.of(domain);
            case Author.Several(List<DomainName> several) -> several;
            case Author.None _, Author.Unreadable _ -> List.of();
        };
        List<SignatureCheck> aligned = new ArrayList<>();
        List<SignatureCheck> others = new ArrayList<>();
        for (SignatureCheck check : readable) {
            DomainName domain = check.signature().orElseThrow().domain();
            boolean related = domains.stream().anyMatch(a -> a.isWithin(domain) || domain.isWithin(a));
            (related ? aligned : others).add(check);
        }
        aligned.addAll(others);
        return aligned.subList(0, budget.dkim());
    }

    /// What is wrong with a signature that can be seen without its key.
    Optional<DkimProblem> refusal(DkimSignature signature) {
        if (settings.refusedDomains().contains(signature.domain())) {
            return Optional.of(DkimProblem.of(DkimCause.DOMAIN_REFUSED));
        }
        // RFC 8301 §3.1: rsa-sha1 must not be used for verifying.
        if (signature.algorithm().hash() == HashAlgorithm.SHA1 && legacy == Legacy.REFUSE) {
            return Optional.of(new DkimProblem(
                    DkimCause.OBSOLETE_ALGORITHM, signature.algorithm().word()));
        }
        long now = clock.instant().getEpochSecond();
        long skew = settings.clockSkew().toSeconds();
        if (isBefore(signature.expiresAt(), now - skew)) {
            return Optional.of(DkimProblem.of(DkimCause.EXPIRED));
        }
        return signature.signedAt().orElse(0) > now + skew
                ? Optional.of(DkimProblem.of(DkimCause.SIGNED_IN_FUTURE))
                : Optional.empty();
    }

    private static boolean isBefore(OptionalLong time, long limit) {
        return time.isPresent() && time.getAsLong() < limit;
    }

    /// What is wrong with a key for this signature.
    Optional<DkimProblem> unsuitable(DkimSignature signature, DkimKeyRecord record, VerifyingKey key) {
        if (!record.keyType().equals(signature.algorithm().keyType().word())) {
            return problem(DkimCause.KEY_ALGORITHM, "");
        }
        if (!record.allows(signature.algorithm().hash())) {
            return problem(DkimCause.KEY_HASH, "");
        }
        if (!record.isForMail()) {
            return problem(DkimCause.KEY_SERVICE, "");
        }
        // §3.6.1, t=s: i= must have the very domain of d=.
        if (record.isStrict() && !signature.identity().domain().equals(signature.domain())) {
            return problem(DkimCause.KEY_NOT_FOR_SUBDOMAINS, "");
        }
        // RFC 8301 §3.2: with fewer than 1024 bits no signature is valid.
        return key instanceof VerifyingKey.Rsa && key.bits() < settings.minimumKeyBits() && legacy == Legacy.REFUSE
                ? problem(DkimCause.KEY_TOO_SHORT, key.bits() + " bits")
                : Optional.empty();
    }

    private static Optional<DkimProblem> problem(DkimCause cause, String detail) {
        return Optional.of(new DkimProblem(cause, detail));
    }

    DkimKeys keys() {
        return keys;
    }

    CryptoBackend crypto() {
        return crypto;
    }

    /// What a good signature with this l= is worth.
    Optional<DkimProblem> partial(boolean bodyLimited) {
        return bodyLimited && settings.partialBody() == DkimSettings.PartialBody.POLICY
                ? Optional.of(DkimProblem.of(DkimCause.BODY_NOT_COVERED))
                : Optional.empty();
    }
}
