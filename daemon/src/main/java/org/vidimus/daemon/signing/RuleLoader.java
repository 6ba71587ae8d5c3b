package org.vidimus.daemon.signing;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.vidimus.daemon.config.SignSettings;
import org.vidimus.daemon.config.SignSettings.RuleKeyName;
import org.vidimus.policy.dns.DomainName;
import org.vidimus.signer.key.DomainKey;
import org.vidimus.signer.key.KeyReference;
import org.vidimus.signer.key.KeyResult;
import org.vidimus.signer.key.SigningKey;
import org.vidimus.signer.lifecycle.KeyDirectory;
import org.vidimus.signer.rules.RuleKey;
import org.vidimus.signer.rules.RuleSettings;
import org.vidimus.signer.rules.SigningRule;
import org.vidimus.signer.rules.SigningRules;

/// Reads what the configuration names, and makes a decision of it.
///
/// Confined to one thread at a time.
final class RuleLoader implements SigningLoader {
    private final SignSettings settings;
    private final KeyFiles files;
    private final KeyDirectory directory;

    /// @param directory the keys that have a life of their own
    RuleLoader(SignSettings settings, KeyFiles files, KeyDirectory directory) {
        this.settings = settings;
        this.files = files;
        this.directory = directory;
    }

    @Override
    public Loaded load() {
        Map<String, NamedKey> keys = new LinkedHashMap<>();
        List<String> warnings = new ArrayList<>();
        List<SigningRule> rules = new ArrayList<>();
        for (SignSettings.Rule rule : settings.rules()) {
            List<RuleKey> ready =
                    rule.keys().stream().map(key -> key(key, keys, warnings)).toList();
            rules.add(new SigningRule(rule.place(), rule.from(), ready, rule.identity(), rule.profile()));
        }
        KeyDirectory.News news = isManaged() ? directory.refresh() : new KeyDirectory.News(List.of(), List.of());
        warnings.addAll(news.problems());
        RuleSettings all = new RuleSettings(
                rules, settings.logins(), settings.exceptRecipients(), settings.onUnsignable(), settings.onBrokenKey());
        return new Loaded(
                new SigningRules(all, directory),
                List.copyOf(keys.values()),
                warnings.stream().distinct().toList(),
                news.changes(),
                List.of());
    }

    private boolean isManaged() {
        return settings.rules().stream()
                .flatMap(rule -> rule.keys().stream())
                .anyMatch(RuleKeyName.Managed.class::isInstance);
    }

    private RuleKey key(RuleKeyName name, Map<String, NamedKey> keys, List<String> warnings) {
        return switch (name) {
            case RuleKeyName.Managed(String place, Optional<DomainName> domain) -> new RuleKey.Managed(place, domain);
            case RuleKeyName.One(String place, DomainName domain, DomainName selector, KeyReference reference) ->
                switch (files.read(reference)) {
                    case KeyResult.Loaded(SigningKey key, List<String> cautions) -> {
                        cautions.forEach(caution -> warnings.add(place + ": " + caution));
                        NamedKey named = new NamedKey(place, domain, selector, Optional.of(key));
                        keys.putIfAbsent(named.toString(), named);
                        yield new RuleKey.Ready(place, new DomainKey(domain, selector, key));
                    }
                    case KeyResult.Refused(var _, String why) -> {
                        warnings.add(place + ": " + why + "; nothing is signed for " + domain + " with it");
                        NamedKey named = new NamedKey(place, domain, selector, Optional.empty());
                        keys.putIfAbsent(named.toString(), named);
                        yield new RuleKey.Broken(place, domain, selector, why);
                    }
                };
        };
    }
}
