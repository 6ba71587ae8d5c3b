package org.vidimus.daemon.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.vidimus.daemon.config.TableType.Complaint;
import org.vidimus.signer.rules.AddressPattern;
import org.vidimus.signer.rules.AddressPattern.Host;

/// Finds rules that can never decide, because earlier ones are for all their authors.
final class RuleOrder {
    private RuleOrder() {}

    static List<Complaint> hidden(List<Values> rules) {
        List<Complaint> complaints = new ArrayList<>();
        for (int i = 1; i < rules.size(); i++) {
            List<Values> earlier = rules.subList(0, i);
            List<Optional<Values>> hiding = rules.get(i).get(SignRuleKeys.FROM).stream()
                    .map(pattern -> hiding(pattern, earlier))
                    .toList();
            if (hiding.stream().allMatch(Optional::isPresent)) {
                List<String> places = hiding.stream()
                        .flatMap(Optional::stream)
                        .map(rule -> rule.place() + " (" + SignKeys.patterns(rule) + ")")
                        .distinct()
                        .toList();
                complaints.add(new Complaint(
                        i, "can never match: all its authors are taken by " + String.join(" and ", places)));
            }
        }
        return complaints;
    }

    private static Optional<Values> hiding(AddressPattern pattern, List<Values> earlier) {
        return earlier.stream()
                .filter(rule -> rule.get(SignRuleKeys.FROM).stream().anyMatch(other -> covers(other, pattern)))
                .findFirst();
    }

    /// Whether `wide` matches every address that `narrow` does.
    static boolean covers(AddressPattern wide, AddressPattern narrow) {
        return (wide.localPart().isEmpty() || wide.localPart().equals(narrow.localPart()))
                && covers(wide.host(), narrow.host());
    }

    private static boolean covers(Host wide, Host narrow) {
        return switch (wide) {
            case Host.Any() -> true;
            case Host.Exactly(var domain) -> narrow instanceof Host.Exactly(var other) && other.equals(domain);
            case Host.Below(var top) ->
                switch (narrow) {
                    case Host.Any() -> false;
                    case Host.Exactly(var other) -> other.isWithin(top) && !other.equals(top);
                    case Host.Below(var other) -> other.isWithin(top);
                };
        };
    }
}
