package org.vidimus.policy.sieve.compile;

import java.util.Collection;
import java.util.Comparator;

/// Guesses what a misspelt word was meant to be.
final class Nearest {
    /// A name that is longer is no slip, and takes long to compare.
    private static final int LONGEST = 64;

    private Nearest() {}

    /// `: did you mean '...'?` if one of `known` is near, or nothing.
    static String hint(String name, Collection<String> known) {
        if (name.length() > LONGEST) {
            return "";
        }
        return known.stream()
                .filter(word -> distance(name, word) <= Math.max(1, name.length() / 3))
                .min(Comparator.comparingInt((String word) -> distance(name, word))
                        .thenComparing(word -> word))
                .map(word -> ": did you mean '" + word + "'?")
                .orElse("");
    }

    /// Insertions, deletions and substitutions from one to the other.
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int corner = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int substituted = corner + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                corner = row[j];
                row[j] = Math.min(substituted, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }
}
