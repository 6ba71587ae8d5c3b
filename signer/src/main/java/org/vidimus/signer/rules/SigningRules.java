package org.vidimus.signer.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.message.MailAddress;
import org.vidimus.policy.message.ReversePath;
import org.vidimus.signer.key.KeySource;

/// The native rules: who signs what, as `[sign]` of the configuration has it.
///
/// A message is signed if it is from inside, has an author, goes to nobody who is excepted, a rule is for its
/// author, the login may use that author, and the rule's keys can be used; in this order. The first rule that
/// is for the author decides; later ones are not looked at.
///
/// Thread-safe.
public final class SigningRules implements Decider {
    private static final int EXPLAINED = 32; // more rules than this are not named one by one

    private final RuleSettings settings;
    private final KeySource source;
    private final RuleIndex index;
    private final boolean oneDomain;
    private final LoginCheck logins;

    /// @param source where managed keys come from; asked only by rules that have some
    public SigningRules(RuleSettings settings, KeySource source) {
        this.settings = settings;
        this.source = source;
        this.index = new RuleIndex(settings.rules());
        this.oneDomain = Coverage.of(settings.rules()).isSingle();
        this.logins = new LoginCheck(settings.logins(), oneDomain);
    }

    @Override
    public boolean signsForOneDomain() {
        return oneDomain;
    }

    @Override
    public Decision decide(Occasion occasion) {
        List<Decision.Step> steps = new ArrayList<>();
        Decision.Outcome outcome = outcome(occasion, steps);
        return new Decision(outcome, steps);
    }

    private Decision.Outcome outcome(Occasion occasion, List<Decision.Step> steps) {
        steps.add(Trust.step(occasion));
        // DKS-10: whatever From says, mail from outside is not ours.
        if (occasion.inside().isEmpty()) {
            return new Decision.Outcome.Unsigned(UnsignedReason.NOT_FROM_INSIDE);
        }
        Optional<String> excepted = excepted(occasion.recipients());
        if (excepted.isPresent()) {
            steps.add(new Decision.Step("", excepted.get()));
            return new Decision.Outcome.Unsigned(UnsignedReason.RECIPIENT);
        }
        return switch (Authors.of(occasion.header(), occasion.author())) {
            case Authors.Read.Bad(UnsignedReason reason, String why) -> {
                steps.add(new Decision.Step("", why));
                yield settings.onUnsignable().outcome(reason, why);
            }
            case Authors.Read.Good(Authors authors) -> outcome(occasion, authors, steps);
        };
    }

    private Decision.Outcome outcome(Occasion occasion, Authors authors, List<Decision.Step> steps) {
        steps.add(new Decision.Step("", "author " + authors + Trust.sender(occasion.mailFrom(), authors.domain())));
        Optional<SigningRule> rule = rule(authors, steps);
        if (rule.isEmpty()) {
            steps.add(new Decision.Step("", "no rule is for " + authors));
            return new Decision.Outcome.Unsigned(UnsignedReason.NO_RULE);
        }
        Optional<LoginCheck.Verdict> login =
                occasion.connection().authentication().map(proof -> logins.check(proof, authors));
        login.ifPresent(verdict -> steps.add(verdict.step()));
        if (login.filter(verdict -> !verdict.allowed()).isPresent()) {
            return settings.logins()
                    .onViolation()
                    .outcome(UnsignedReason.NOT_ALLOWED, "You may not send as " + authors);
        }
        return new KeyChoice(rule.get(), authors, source, steps).outcome(settings.onBrokenKey());
    }

    /// The first rule that is for all authors. Each rule that was passed over is told why, unless there are
    /// many.
    private Optional<SigningRule> rule(Authors authors, List<Decision.Step> steps) {
        SortedMap<Integer, List<AddressPattern>> candidates = index.candidates(authors.domain());
        int next = 0;
        for (Map.Entry<Integer, List<AddressPattern>> candidate : candidates.entrySet()) {
            passOver(next, candidate.getKey(), authors, steps);
            next = candidate.getKey() + 1;
            SigningRule rule = settings.rules().get(candidate.getKey());
            Optional<AddressPattern> hit = authors.matched(candidate.getValue());
            if (hit.isPresent()) {
                steps.add(new Decision.Step(rule.place(), "the rule for " + hit.get() + " is for " + authors));
                return Optional.of(rule);
            }
            steps.add(new Decision.Step(
                    rule.place(), "the rule for " + Texts.list(rule.from()) + " is not for " + authors));
        }
        passOver(next, settings.rules().size(), authors, steps);
        return Optional.empty();
    }

    private void passOver(int from, int to, Authors authors, List<Decision.Step> steps) {
        if (settings.rules().size() > EXPLAINED) {
            if (from < to) {
                steps.add(new Decision.Step("", (to - from) + " rules are for other domains"));
            }
            return;
        }
        for (SigningRule rule : settings.rules().subList(from, to)) {
            steps.add(new Decision.Step(
                    rule.place(), "the rule for " + Texts.list(rule.from()) + " is not for " + authors.domain()));
        }
    }

    /// Why mail to these is not signed.
    ///
    /// Interpretation: a signature covers the message, and all recipients get the same one; so one who is
    /// excepted is enough.
    private Optional<String> excepted(List<Bytes> recipients) {
        if (settings.exceptRecipients().isEmpty()) {
            return Optional.empty();
        }
        for (Bytes recipient : recipients) {
            if (ReversePath.parse(recipient) instanceof ReversePath.Mailbox(MailAddress address)) {
                for (AddressPattern pattern : settings.exceptRecipients()) {
                    if (pattern.matches(address)) {
                        return Optional.of("recipient " + LocalParts.show(address) + " is excepted: " + pattern);
                    }
                }
            }
        }
        return Optional.empty();
    }
}
