package org.vidimus.policy.sieve.run;

/// The numbers at the beginning of strings, of any size.
final class Digits {
    private Digits() {}

    /// Compares the numbers at the beginning of the two; no digit there is infinity.
    static int order(String a, String b) {
        int endA = end(a);
        int endB = end(b);
        if (endA == 0 || endB == 0) {
            return Boolean.compare(endA == 0, endB == 0);
        }
        int startA = start(a, endA);
        int startB = start(b, endB);
        int byLength = Integer.compare(endA - startA, endB - startB);
        for (int i = 0; byLength == 0 && i < endA - startA; i++) {
            byLength = Character.compare(a.charAt(startA + i), b.charAt(startB + i));
        }
        return byLength;
    }

    private static int end(String text) {
        int end = 0;
        while (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
            end++;
        }
        return end;
    }

    private static int start(String text, int end) {
        int start = 0;
        while (start < end && text.charAt(start) == '0') {
            start++;
        }
        return start;
    }
}
