package org.vidimus.policy.sieve.run;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.vidimus.policy.base.Ascii;

/// A set of IMAP flags ([RFC 5232 §2](https://www.rfc-editor.org/rfc/rfc5232#section-2)): no flag is in it twice,
/// whatever the case of its letters, and none that cannot be set.
///
/// Immutable.
///
/// @param names in the order in which they were added, as they were first written
public record ImapFlags(List<String> names) {
    /// No flags.
    public static final ImapFlags NONE = new ImapFlags(List.of());

    private static final Set<String> SYSTEM = Set.of("\\answered", "\\flagged", "\\deleted", "\\seen", "\\draft");

    /// Copies the list.
    public ImapFlags {
        names = List.copyOf(names);
    }

    /// The flags in strings, each of which may hold several with spaces between them. What is no flag, or cannot be
    /// set, such as `\Recent`, is left out.
    public static ImapFlags in(Collection<String> lists, Run run) {
        return NONE.with(lists, run);
    }

    /// These and those.
    public ImapFlags with(Collection<String> lists, Run run) {
        run.spend(names.size());
        Map<String, String> flags = new LinkedHashMap<>();
        names.forEach(name -> flags.put(name.toLowerCase(Locale.ROOT), name));
        long room = (long) run.limits().variableChars() - text().length();
        for (String name : words(lists, run)) {
            room -= name.length() + 1L;
            // RFC 5229 §6: what does not fit is cut and no mistake.
            if (isSettable(name) && room >= 0) {
                flags.putIfAbsent(name.toLowerCase(Locale.ROOT), name);
            }
        }
        return new ImapFlags(List.copyOf(flags.values()));
    }

    /// These without those.
    public ImapFlags without(Collection<String> lists, Run run) {
        run.spend(names.size());
        Map<String, String> flags = new LinkedHashMap<>();
        names.forEach(name -> flags.put(name.toLowerCase(Locale.ROOT), name));
        words(lists, run).forEach(name -> flags.remove(name.toLowerCase(Locale.ROOT)));
        return new ImapFlags(List.copyOf(flags.values()));
    }

    /// The words in strings, be they flags or not.
    public static List<String> words(Collection<String> lists, Run run) {
        List<String> words = new ArrayList<>();
        for (String list : lists) {
            run.spendCharacters(list.length());
            for (String word : list.split(" ", -1)) {
                run.spend(1);
                if (!word.isEmpty()) {
                    words.add(word);
                }
            }
        }
        return words;
    }

    /// The flags as a variable holds them, with spaces between them.
    public String text() {
        return String.join(" ", names);
    }

    /// RFC 3501 §9: a keyword is an atom, and of the flags with a backslash these five can be set.
    private static boolean isSettable(String name) {
        return name.startsWith("\\")
                ? SYSTEM.contains(name.toLowerCase(Locale.ROOT))
                : name.chars().allMatch(c -> Ascii.isPrintable(c) && "(){ %*\"\\]".indexOf(c) < 0);
    }
}
