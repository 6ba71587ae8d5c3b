package org.vidimus.signer.rules;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.vidimus.policy.dns.DomainName;

/// Finds the rules that can be for a domain without looking at those of all other domains: a provider has a
/// rule for each of his customers. Immutable.
final class RuleIndex {
    private final Map<DomainName, List<Entry>> exactly = new HashMap<>();
    private final Map<DomainName, List<Entry>> below = new HashMap<>();
    private final List<Entry> any = new ArrayList<>();

    private record Entry(int rule, AddressPattern pattern) {}

    RuleIndex(List<SigningRule> rules) {
        for (int i = 0; i < rules.size(); i++) {
            for (AddressPattern pattern : rules.get(i).from()) {
                switch (pattern.host()) {
                    case AddressPattern.Host.Any _ -> any.add(new Entry(i, pattern));
                    case AddressPattern.Host.Exactly(DomainName domain) -> put(exactly, domain, i, pattern);
                    case AddressPattern.Host.Below(DomainName domain) -> put(below, domain, i, pattern);
                }
            }
        }
    }

    private static void put(Map<DomainName, List<Entry>> map, DomainName domain, int rule, AddressPattern pattern) {
        map.computeIfAbsent(domain, _ -> new ArrayList<>()).add(new Entry(rule, pattern));
    }

    /// The rules with a pattern for this domain, by their place in the list, each with those patterns.
    SortedMap<Integer, List<AddressPattern>> candidates(DomainName domain) {
        SortedMap<Integer, List<AddressPattern>> found = new TreeMap<>();
        add(exactly.getOrDefault(domain, List.of()), found);
        for (Optional<DomainName> top = domain.parent();
                top.isPresent();
                top = top.get().parent()) {
            add(below.getOrDefault(top.get(), List.of()), found);
        }
        add(any, found);
        return found;
    }

    private static void add(List<Entry> entries, SortedMap<Integer, List<AddressPattern>> found) {
        entries.forEach(entry ->
                found.computeIfAbsent(entry.rule(), _ -> new ArrayList<>()).add(entry.pattern()));
    }
}
