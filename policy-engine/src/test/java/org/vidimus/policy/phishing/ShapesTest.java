package org.vidimus.policy.phishing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.ibm.icu.text.SpoofChecker;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class ShapesTest {
    /// UTS 39 §4: what we know of ASCII is what ICU knows.
    @Test
    void makesTheSkeletonsOfAsciiThatIcuMakes() {
        SpoofChecker icu = new SpoofChecker.Builder().build();
        for (char c : "abcdefghijklmnopqrstuvwxyz0123456789-_".toCharArray()) {
            String text = Character.toString(c);
            assertEquals(icu.getSkeleton(text).toLowerCase(Locale.ROOT), Shapes.skeleton(text), text);
        }
    }

    @Test
    void countsSlips() {
        distance("", "", 2, 0);
        distance("a", "", 2, 1);
        distance("abc", "abc", 2, 0);
        distance("abc", "acb", 2, 1); // swapped
        distance("abcd", "badc", 2, 2);
        distance("abc", "abd", 2, 1);
        distance("abc", "xabc", 2, 1);
        distance("abc", "abcxy", 2, 2);
        distance("abc", "xyz", 2, 3); // over the limit
        distance("abcdef", "a", 2, 3);
        distance("kitten", "sitting", 3, 3);
        distance("kitten", "sitting", 2, 3);
    }

    private static void distance(String one, String other, int most, int expected) {
        assertEquals(expected, Distance.between(one, other, most), one + " " + other);
        assertEquals(expected, Distance.between(other, one, most), other + " " + one);
    }
}
