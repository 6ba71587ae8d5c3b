package org.vidimus.policy.sieve.syntax;

/// Takes a broken command out of a script whose strings and comments are gone already.
final class Repair {
    private Repair() {}

    /// `text` with blanks in the place of the command around `wrong`, and of its block if it has one; all else stays
    /// where it is.
    ///
    /// @param wrong the offset of what does not fit
    static String without(String text, int wrong) {
        int end = end(text, wrong);
        // A brace that closes nothing is taken out alone.
        boolean lone = end == wrong && standsAlone(text, wrong);
        StringBuilder out = new StringBuilder(text);
        for (int i = start(text, wrong); i < (lone ? wrong + 1 : end); i++) {
            if (text.charAt(i) != '\n') {
                out.setCharAt(i, ' ');
            }
        }
        return out.toString();
    }

    /// Whether no command has begun before `at` that did not end.
    static boolean standsAlone(String text, int at) {
        return text.substring(start(text, at), at).isBlank();
    }

    private static int start(String text, int at) {
        int start = at;
        while (start > 0 && ";{}".indexOf(text.charAt(start - 1)) < 0) {
            start--;
        }
        return start;
    }

    /// Behind the semicolon or the block with which the command ends, or before the brace in whose block it is.
    private static int end(String text, int from) {
        int depth = 0;
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '{') {
                depth++;
            } else if (c == '}' && depth == 0) {
                return i;
            } else if ((c == '}' && --depth == 0) || (c == ';' && depth == 0)) {
                return i + 1;
            }
        }
        return text.length();
    }
}
