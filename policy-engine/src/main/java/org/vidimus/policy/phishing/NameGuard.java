package org.vidimus.policy.phishing;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.vidimus.policy.phishing.Protected.Person;

/// Finds display names that are a protected person's, or look so.
///
/// Names are compared word by word, in any order: `Doe, Jane` is `Jane Doe`. Case, spaces, marks on letters and what
/// stands between words do not count.
///
/// Immutable, thread-safe.
public final class NameGuard {
    private static final int MOST_NAME = 400;

    private final Map<String, Person> byWords = new HashMap<>();
    private final Map<String, Person> byShapes = new HashMap<>();
    private final Map<String, Person> runTogether = new HashMap<>();
    private final List<Words> people = new ArrayList<>();

    /// A person and the shapes of the words of the name.
    private record Words(Person person, Set<String> shapes) {}

    /// How a display name resembles a person's.
    public enum Resemblance {
        /// The same words.
        SAME("same"),
        /// Words that look the same, or run together.
        SIMILAR("similar"),
        /// All words of the name, of which there are at least two, and others.
        CONTAINED("contained");

        private final String word;

        Resemblance(String word) {
            this.word = word;
        }

        /// The word for logs.
        public String word() {
            return word;
        }
    }

    /// A person whose name was recognised.
    public record Found(Person person, Resemblance resemblance) {}

    /// A guard of the people of `settings`.
    public NameGuard(Protected settings) {
        for (Person person : settings.people()) {
            List<String> words = words(person.name());
            if (!words.isEmpty()) {
                List<String> shapes = shapes(words);
                byWords.putIfAbsent(inOrder(words), person);
                byShapes.putIfAbsent(inOrder(shapes), person);
                runTogether.putIfAbsent(String.join("", shapes), person);
                runTogether.putIfAbsent(
                        shapes.getLast() + String.join("", shapes.subList(0, shapes.size() - 1)), person);
                people.add(new Words(person, Set.copyOf(shapes)));
            }
        }
    }

    /// The person whose name `name` shows.
    ///
    /// @param name decoded; its first 400 characters are looked at
    public Optional<Found> find(String name) {
        if (people.isEmpty()) {
            return Optional.empty();
        }
        List<String> words = words(name);
        if (words.isEmpty()) {
            return Optional.empty();
        }
        Person same = byWords.get(inOrder(words));
        if (same != null) {
            return Optional.of(new Found(same, Resemblance.SAME));
        }
        List<String> shapes = shapes(words);
        Person similar = byShapes.getOrDefault(inOrder(shapes), runTogether.get(String.join("", shapes)));
        if (similar != null) {
            return Optional.of(new Found(similar, Resemblance.SIMILAR));
        }
        Set<String> all = Set.copyOf(shapes);
        return people.stream()
                .filter(one -> one.shapes.size() > 1 && all.containsAll(one.shapes))
                .findFirst()
                .map(one -> new Found(one.person, Resemblance.CONTAINED));
    }

    /// The words of a name in lower case without marks, in their order. Characters that nobody sees count for
    /// nothing; all others that are neither letter nor digit part words.
    private static List<String> words(String name) {
        String cut = name.length() <= MOST_NAME ? name : name.substring(0, MOST_NAME);
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        String text = Normalizer.normalize(cut, Normalizer.Form.NFKD).toLowerCase(Locale.ROOT);
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            i += Character.charCount(c);
            if (Character.isLetterOrDigit(c)) {
                word.appendCodePoint(c);
            } else if (Character.getType(c) != Character.NON_SPACING_MARK && !TextTraits.isInvisible(c)) {
                end(word, words);
            }
        }
        end(word, words);
        return words;
    }

    private static void end(StringBuilder word, List<String> words) {
        if (!word.isEmpty()) {
            words.add(word.toString());
            word.setLength(0);
        }
    }

    private static List<String> shapes(List<String> words) {
        return words.stream().map(Shapes::skeleton).toList();
    }

    private static String inOrder(List<String> words) {
        return String.join(" ", words.stream().sorted().toList());
    }
}
