package org.vidimus.policy.sieve.compile;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// The language: all its extensions and their words.
///
/// Immutable.
public final class Words {
    private final Map<String, Extension> extensions = new LinkedHashMap<>();
    private final Phase phase;
    private final Map<String, Phase> others = new HashMap<>();
    private final Map<String, String> otherWords = new HashMap<>();
    private final Map<String, Found<CommandWord>> commands = new HashMap<>();
    private final Map<String, Found<TestWord>> tests = new HashMap<>();

    /// A word and the extension that brings it.
    record Found<T>(String needs, T word) {}

    /// The language of these extensions.
    ///
    /// @param phase when its scripts run; what is not for that time is not in the language
    /// @throws IllegalArgumentException if two of them bring the same word
    public Words(List<Extension> extensions, Phase phase) {
        this.phase = phase;
        for (Extension extension : extensions) {
            String needs = extension.capability();
            if (!extension.isFor(phase)) {
                others.put(needs, other(extension));
                extension.commands().forEach(word -> otherWords.put(word.name(), needs));
                extension.tests().forEach(word -> otherWords.put(word.name(), needs));
                continue;
            }
            this.extensions.put(needs, extension);
            extension.commands().forEach(word -> add(commands, word.name(), new Found<>(needs, word)));
            extension.tests().forEach(word -> add(tests, word.name(), new Found<>(needs, word)));
        }
    }

    private static Phase other(Extension extension) {
        return extension.isFor(Phase.DELIVERY) ? Phase.DELIVERY : Phase.SMTP;
    }

    private static <T> void add(Map<String, Found<T>> words, String name, Found<T> found) {
        if (words.putIfAbsent(name, found) != null) {
            throw new IllegalArgumentException("the word '" + name + "' is there twice");
        }
    }

    /// What scripts can require.
    public Set<String> capabilities() {
        Set<String> names = new TreeSet<>(extensions.keySet());
        names.remove("");
        return names;
    }

    /// When scripts run.
    Phase phase() {
        return phase;
    }

    /// The time at which there is such an extension, where that is another than that of these scripts.
    Optional<Phase> otherPhase(String capability) {
        return Optional.ofNullable(others.get(capability));
    }

    /// The extension that brings a word to scripts that run at another time.
    Optional<String> ofOtherPhase(String word) {
        return Optional.ofNullable(otherWords.get(word));
    }

    Optional<Extension> extension(String capability) {
        return capability.isEmpty() ? Optional.empty() : Optional.ofNullable(extensions.get(capability));
    }

    /// Whether this is a word that needs no extension.
    boolean isBase(String word) {
        return Optional.ofNullable(commands.get(word))
                        .filter(found -> found.needs().isEmpty())
                        .isPresent()
                || Optional.ofNullable(tests.get(word))
                        .filter(found -> found.needs().isEmpty())
                        .isPresent();
    }

    Optional<Found<CommandWord>> command(String name) {
        return Optional.ofNullable(commands.get(name));
    }

    Optional<Found<TestWord>> test(String name) {
        return Optional.ofNullable(tests.get(name));
    }

    Set<String> commandNames() {
        return commands.keySet();
    }

    Set<String> testNames() {
        return tests.keySet();
    }
}
