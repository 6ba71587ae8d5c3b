package org.vidimus.signer.opendkim;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.base.Parsed;
import org.vidimus.policy.dkim.DkimSignature;
import org.vidimus.policy.dkim.SignatureAlgorithm;
import org.vidimus.policy.dns.DomainName;
import org.vidimus.policy.message.HeaderBlock;
import org.vidimus.signer.dkim.SignatureProfile;
import org.vidimus.signer.dkim.TagOrder;
import org.vidimus.signer.key.DomainKey;
import org.vidimus.signer.key.SigningKey;
import org.vidimus.signer.rules.Decision.Outcome;
import org.vidimus.signer.rules.Decision.Step;
import org.vidimus.signer.rules.PlannedSignature;
import org.vidimus.signer.rules.UnsignedReason;

/// Makes a plan of the signatures that the tables want: what OpenDKIM finds out while it signs. Confined to one
/// decision.
final class SignaturePlan {
    private static final Bytes AT = Bytes.utf8("@");

    private final Rules rules;
    private final List<Step> steps;

    SignaturePlan(Rules rules, List<Step> steps) {
        this.rules = rules;
        this.steps = steps;
    }

    Outcome plan(List<Selector.Wanted> wanted, HeaderBlock header) {
        SignatureProfile profile = profile(header);
        List<PlannedSignature> planned = new ArrayList<>();
        for (Selector.Wanted one : wanted) {
            switch (one.key()) {
                case KeyMaterial.Unreadable(String why) -> {
                    return stopped(rules.onKeyProblem(), one.place() + ": " + why);
                }
                case KeyMaterial.TooSmall(String why) -> {
                    return stopped(rules.onSmallKey(), one.place() + ": " + why);
                }
                case KeyMaterial.Unusable(String why) -> {
                    return stopped(rules.onKeyProblem(), one.place() + ": " + why);
                }
                case KeyMaterial.Ready(SigningKey key) -> {
                    Optional<Outcome> stop = unfit(one, key);
                    if (stop.isPresent()) {
                        return stop.get();
                    }
                    signature(one, key, profile).ifPresent(planned::add);
                }
            }
        }
        return planned.isEmpty() ? new Outcome.Unsigned(UnsignedReason.BROKEN_KEY) : new Outcome.Sign(planned);
    }

    private SignatureProfile profile(HeaderBlock header) {
        Rules.Making making = rules.making();
        return new SignatureProfile(
                making.canonicalization(),
                making.headers().selection(header),
                true,
                making.lifetime() > 0 ? Optional.of(Duration.ofSeconds(making.lifetime())) : Optional.empty(),
                TagOrder.DEFAULT);
    }

    private Optional<Outcome> unfit(Selector.Wanted wanted, SigningKey key) {
        Optional<SignatureAlgorithm> algorithm = wanted.algorithm()
                .flatMap(word -> SignatureAlgorithm.named(Bytes.utf8(word)))
                .or(rules.making()::algorithm);
        if (algorithm.filter(a -> a.keyType() != key.algorithm().keyType()).isPresent()) {
            return Optional.of(stopped(
                    rules.onKeyProblem(),
                    wanted.place() + ": not a key for " + algorithm.get().word()));
        }
        boolean small = key.algorithm().keyType() == SignatureAlgorithm.KeyType.RSA
                && key.bits() < rules.making().minimumBits();
        if (small) {
            return Optional.of(stopped(
                    rules.onSmallKey(),
                    wanted.place() + ": the key has " + key.bits() + " bits, and MinimumKeyBits is "
                            + rules.making().minimumBits()));
        }
        if (!wanted.signer().isEmpty() && wanted.signer().indexOf('@') < 0) {
            return Optional.of(
                    stopped(rules.onKeyProblem(), "the signer " + CText.shown(wanted.signer()) + " has no at sign"));
        }
        return Optional.empty();
    }

    /// The signature; empty if OpenDKIM would make one that nobody can verify.
    private Optional<PlannedSignature> signature(Selector.Wanted wanted, SigningKey key, SignatureProfile profile) {
        Optional<DomainName> domain = name(wanted.domain());
        Optional<DomainName> selector = name(wanted.selector());
        if (domain.isEmpty() || selector.isEmpty()) {
            steps.add(new Step(
                    wanted.place().toString(),
                    "no signature: d=" + CText.shown(wanted.domain()) + " s=" + CText.shown(wanted.selector())
                            + " are not names in the DNS"));
            return Optional.empty();
        }
        return Optional.of(new PlannedSignature(
                new DomainKey(domain.get(), selector.get(), key), identity(wanted, domain.get()), profile));
    }

    /// i=, which is left out silently if it is not within d=.
    private Optional<DkimSignature.Identity> identity(Selector.Wanted wanted, DomainName domain) {
        Bytes signer = octets(wanted.signer());
        int at = signer.indexOf(AT, 0);
        if (at < 0) {
            return Optional.empty();
        }
        Optional<DomainName> name = parsed(signer.slice(at + 1)).filter(found -> found.isWithin(domain));
        steps.add(new Step(
                wanted.place().toString(),
                "i=" + CText.shown(wanted.signer())
                        + (name.isPresent() ? "" : " is left out: it is not within d=" + domain)));
        return name.map(found -> new DkimSignature.Identity(signer.slice(0, at), found));
    }

    private Outcome stopped(Action action, String why) {
        steps.add(new Step("", CText.lower(action.name()) + ": " + why));
        return switch (action) {
            case ACCEPT -> new Outcome.Unsigned(UnsignedReason.BROKEN_KEY);
            case REJECT -> new Outcome.Refuse(UnsignedReason.BROKEN_KEY, why);
            case TEMPFAIL, DISCARD, QUARANTINE -> new Outcome.Defer(UnsignedReason.BROKEN_KEY, why);
        };
    }

    private static Optional<DomainName> name(String text) {
        return parsed(octets(CText.trim(text)));
    }

    private static Optional<DomainName> parsed(Bytes text) {
        return switch (DomainName.parse(text)) {
            case Parsed.Ok<DomainName>(DomainName name) -> Optional.of(name);
            case Parsed.Malformed<DomainName> _ -> Optional.empty();
        };
    }

    private static Bytes octets(String text) {
        return Bytes.of(text.getBytes(StandardCharsets.ISO_8859_1));
    }
}
