package org.vidimus.policy.phishing;

import java.util.List;
import java.util.Optional;

/// What was found in one message, in an order that is always the same.
///
/// Immutable.
///
/// @param all at most 100 facts
public record PhishingFacts(List<PhishingFact> all) {
    /// Nothing.
    public static final PhishingFacts NONE = new PhishingFacts(List.of());

    private static final int MOST = 100;

    /// Copies the list.
    public PhishingFacts {
        all = List.copyOf(all.size() <= MOST ? all : all.subList(0, MOST));
    }

    /// Those of one kind.
    public <T extends PhishingFact> List<T> of(Class<T> kind) {
        return all.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    /// The first of one kind.
    public <T extends PhishingFact> Optional<T> first(Class<T> kind) {
        return all.stream().filter(kind::isInstance).map(kind::cast).findFirst();
    }

    /// Whether there is none.
    public boolean isEmpty() {
        return all.isEmpty();
    }
}
