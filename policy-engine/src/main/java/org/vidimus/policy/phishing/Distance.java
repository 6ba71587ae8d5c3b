package org.vidimus.policy.phishing;

/// How many slips of the keyboard lie between two words: a character inserted, removed or replaced, or two
/// neighbours swapped (Damerau and Levenshtein, without touching a swapped pair again).
final class Distance {
    private Distance() {}

    /// The distance of two words, or `most` + 1 if it is greater than `most`. The time is the
    /// product of a length and `most`.
    static int between(String one, String other, int most) {
        if (Math.abs(one.length() - other.length()) > most) {
            return most + 1;
        }
        int[] beforeLast = new int[other.length() + 1];
        int[] last = new int[other.length() + 1];
        int[] row = new int[other.length() + 1];
        for (int j = 0; j <= other.length(); j++) {
            last[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            row[0] = i;
            int least = i;
            // Beyond this band a cell is over the limit anyway; what it holds is never less than the truth.
            int from = Math.max(1, i - most);
            int to = Math.min(other.length(), i + most);
            if (from > 1) {
                row[from - 1] = most + 1;
            }
            for (int j = from; j <= to; j++) {
                int removed = j == i + most ? most + 1 : last[j] + 1;
                int replaced = last[j - 1] + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                int cell = Math.min(Math.min(removed, row[j - 1] + 1), replaced);
                if (i > 1
                        && j > 1
                        && one.charAt(i - 1) == other.charAt(j - 2)
                        && one.charAt(i - 2) == other.charAt(j - 1)) {
                    cell = Math.min(cell, beforeLast[j - 2] + 1);
                }
                row[j] = cell;
                least = Math.min(least, cell);
            }
            if (least > most) {
                return most + 1;
            }
            int[] spare = beforeLast;
            beforeLast = last;
            last = row;
            row = spare;
        }
        return Math.min(last[other.length()], most + 1);
    }
}
