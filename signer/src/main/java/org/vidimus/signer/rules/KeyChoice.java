package org.vidimus.signer.rules;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.dkim.DkimSignature;
import org.vidimus.policy.dns.DomainName;
import org.vidimus.signer.key.DomainKey;
import org.vidimus.signer.key.KeySource;

/// The keys of one rule for one message. Confined to one decision.
final class KeyChoice {
    private final SigningRule rule;
    private final Authors authors;
    private final KeySource source;
    private final List<Decision.Step> steps;
    private final List<PlannedSignature> planned = new ArrayList<>();
    private final Set<String> names = new HashSet<>();
    private final List<Decision.Unusable> broken = new ArrayList<>();

    /// @param steps takes what is found
    KeyChoice(SigningRule rule, Authors authors, KeySource source, List<Decision.Step> steps) {
        this.rule = rule;
        this.authors = authors;
        this.source = source;
        this.steps = steps;
    }

    /// What comes of the rule.
    Decision.Outcome outcome(Consequence onBrokenKey) {
        rule.keys().forEach(this::add);
        Optional<Decision.Unusable> unsigned =
                broken.stream().filter(key -> !signs(key.domain())).findFirst();
        if (unsigned.isPresent() && onBrokenKey != Consequence.UNSIGNED) {
            // A signature of another domain does not stand in for this one: without it DMARC may fail.
            return onBrokenKey.outcome(UnsignedReason.BROKEN_KEY, unsigned.get().why());
        }
        if (!planned.isEmpty()) {
            return new Decision.Outcome.Sign(planned, broken);
        }
        return new Decision.Outcome.Unsigned(broken.isEmpty() ? UnsignedReason.NO_KEY : UnsignedReason.BROKEN_KEY);
    }

    private boolean signs(DomainName domain) {
        return planned.stream().anyMatch(signature -> signature.key().domain().equals(domain));
    }

    private void add(RuleKey key) {
        switch (key) {
            case RuleKey.Ready(String place, DomainKey ready) -> plan(place, ready);
            case RuleKey.Broken(String place, DomainName domain, DomainName selector, String why) ->
                broken(place, domain, "key " + selector + " of " + domain + " is broken: " + why);
            case RuleKey.Managed(String place, Optional<DomainName> domain) ->
                domain.ifPresentOrElse(fixed -> managed(place, fixed), () -> nearest(place));
        }
    }

    /// DKS-9: the author's own domain, else the nearest above it that has keys. A broken key of a domain ends
    /// the search: its owner wants it to sign.
    private void nearest(String place) {
        Optional<DomainName> domain = Optional.of(authors.domain());
        while (domain.isPresent() && !managed(place, domain.get())) {
            domain = domain.get().parent();
        }
    }

    /// @return whether the key directory has something to say about this domain
    private boolean managed(String place, DomainName domain) {
        return switch (source.keys(domain)) {
            case KeySource.Keys.Active(List<DomainKey> keys) -> {
                keys.forEach(key -> plan(place, key));
                yield true;
            }
            case KeySource.Keys.None(String why) -> {
                step(place, "no key in use for " + domain + ": " + why);
                yield false;
            }
            case KeySource.Keys.Broken(String why) -> {
                broken(place, domain, "a key of " + domain + " is broken: " + why);
                yield true;
            }
        };
    }

    private void plan(String place, DomainKey key) {
        String name = "key " + key.selector() + " of " + key.domain();
        if (!names.add(name)) {
            step(place, name + " is there already");
            return;
        }
        step(
                place,
                name + ", " + key.key().algorithm().word() + ", " + key.key().bits() + " bits: signs");
        planned.add(new PlannedSignature(key, identity(key.domain()), rule.profile()));
    }

    /// RFC 6376 §3.5: the domain of i= is d= or below it; an identity that is not has to be left out.
    private Optional<DkimSignature.Identity> identity(DomainName signer) {
        Optional<DkimSignature.Identity> wanted = switch (rule.identity()) {
            case IdentityChoice.None _ -> Optional.empty();
            case IdentityChoice.AuthorAddress _ ->
                authors.only().map(address -> new DkimSignature.Identity(address.localPart(), address.domain()));
            case IdentityChoice.AuthorDomain _ ->
                Optional.of(new DkimSignature.Identity(Bytes.EMPTY, authors.domain()));
            case IdentityChoice.Fixed(DkimSignature.Identity identity) -> Optional.of(identity);
        };
        if (wanted.filter(identity -> !identity.domain().isWithin(signer)).isPresent()) {
            step(rule.place(), "no i=: " + wanted.get().domain() + " is not within " + signer);
            return Optional.empty();
        }
        return wanted;
    }

    private void broken(String place, DomainName domain, String what) {
        step(place, what);
        broken.add(new Decision.Unusable(domain, what));
    }

    private void step(String place, String what) {
        steps.add(new Decision.Step(place, what));
    }
}
