package org.vidimus.policy.message;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/// What is irregular about a message's form. Immutable.
///
/// @param facts what was found, in the order of [Fact]. The body's are those of the part that was looked at
/// @param duplicates the fields that occur more often than they may, in lower case
public record MessageFacts(Set<Fact> facts, SortedSet<String> duplicates) {
    /// Copies both.
    public MessageFacts {
        facts = Collections.unmodifiableSet(facts.isEmpty() ? EnumSet.noneOf(Fact.class) : EnumSet.copyOf(facts));
        duplicates = Collections.unmodifiableSortedSet(new TreeSet<>(duplicates));
    }

    /// Whether there is a CR, LF or NUL that mail may not hold: nothing like that is to be signed ([RFC 6376
    /// §5.3](https://www.rfc-editor.org/rfc/rfc6376#section-5.3)).
    public boolean hasStrayControls() {
        return facts.contains(Fact.HEADER_BARE_CR)
                || facts.contains(Fact.HEADER_BARE_LF)
                || facts.contains(Fact.HEADER_NUL)
                || facts.contains(Fact.BODY_BARE_CR)
                || facts.contains(Fact.BODY_BARE_LF)
                || facts.contains(Fact.BODY_NUL);
    }

    /// The words for the log: those of the facts, and `duplicate-field=from` for each field.
    public List<String> words() {
        List<String> words = new ArrayList<>();
        for (Fact fact : facts) {
            if (fact == Fact.DUPLICATE_FIELD) {
                duplicates.forEach(name -> words.add(fact.word() + "=" + name));
            } else {
                words.add(fact.word());
            }
        }
        return words;
    }
}
