package org.vidimus.daemon.text;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/// Finds the name that someone probably meant.
public final class Nearest {
    private Nearest() {}

    /// The candidate with the smallest edit distance from `typed`, if it is near enough to be a slip: at most a third
    /// of the longer name, or one that `typed` begins (`--auth` for `--authserv-id`). Ties go to the
    /// first candidate.
    public static Optional<String> to(String typed, Collection<String> candidates) {
        return candidates.stream()
                .filter(candidate -> near(typed, candidate))
                .min(Comparator.comparingInt(candidate -> distance(typed, candidate)));
    }

    private static boolean near(String typed, String candidate) {
        int longer = Math.max(typed.length(), candidate.length());
        return distance(typed, candidate) <= longer / 3 || (typed.length() >= 3 && candidate.startsWith(typed));
    }

    /// Insertions, deletions, substitutions and swaps of neighbours, each counting one. Letter case counts nothing.
    static int distance(String left, String right) {
        int[] beforeLast = new int[right.length() + 1];
        int[] last = new int[right.length() + 1];
        for (int column = 0; column <= right.length(); column++) {
            last[column] = column;
        }
        for (int row = 1; row <= left.length(); row++) {
            int[] current = new int[right.length() + 1];
            current[0] = row;
            for (int column = 1; column <= right.length(); column++) {
                int substitution = last[column - 1] + (same(left, row - 1, right, column - 1) ? 0 : 1);
                current[column] = Math.min(substitution, 1 + Math.min(last[column], current[column - 1]));
                if (row > 1
                        && column > 1
                        && same(left, row - 1, right, column - 2)
                        && same(left, row - 2, right, column - 1)) {
                    current[column] = Math.min(current[column], beforeLast[column - 2] + 1);
                }
            }
            beforeLast = last;
            last = current;
        }
        return last[right.length()];
    }

    private static boolean same(String left, int leftIndex, String right, int rightIndex) {
        return Character.toLowerCase(left.charAt(leftIndex)) == Character.toLowerCase(right.charAt(rightIndex));
    }
}
