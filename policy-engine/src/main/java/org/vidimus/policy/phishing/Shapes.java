package org.vidimus.policy.phishing;

import com.ibm.icu.text.Normalizer2;
import com.ibm.icu.text.SpoofChecker;
import java.util.Locale;

/// Text reduced to what it looks like, so that two texts which look alike become equal.
final class Shapes {
    private Shapes() {}

    /// The skeleton of UTS 39 §4, without case and without the marks above and below letters, which few readers
    /// notice in a name.
    ///
    /// @param text a label of a domain or a word of a name, in lower case, up to a few hundred characters
    static String skeleton(String text) {
        return text.chars().allMatch(c -> c < 0x80) ? ofAscii(text) : Unicode.skeleton(text);
    }

    /// The skeleton of letters and digits of ASCII. UTS 39 knows three look-alikes among them; its tables take a
    /// quarter of a
    /// second to load, and most mail never needs them.
    private static String ofAscii(String text) {
        StringBuilder skeleton = null;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            String shape = switch (c) {
                case '0' -> "o";
                case '1', '|' -> "l";
                case 'm' -> "rn";
                case '"' -> "''";
                case '`' -> "'";
                default -> "";
            };
            if (!shape.isEmpty() && skeleton == null) {
                skeleton = new StringBuilder(text.length() + 4).append(text, 0, i);
            }
            if (skeleton != null) {
                skeleton.append(shape.isEmpty() ? String.valueOf(c) : shape);
            }
        }
        return skeleton == null ? text : skeleton.toString();
    }

    /// A skeleton with digits replaced by the letters for which people write them, and letters by others of
    /// their shape. Coarser than the skeleton: what is equal here may look alike.
    static String folded(String skeleton) {
        StringBuilder folded = new StringBuilder(skeleton.length());
        for (int i = 0; i < skeleton.length(); i++) {
            char c = skeleton.charAt(i);
            char next = i + 1 < skeleton.length() ? skeleton.charAt(i + 1) : ' ';
            if ((c == 'v' && next == 'v') || (c == 'c' && next == 'l')) {
                folded.append(c == 'v' ? 'w' : 'd');
                i++;
            } else {
                folded.append(
                        switch (c) {
                            case '2' -> 'z';
                            case '3' -> 'e';
                            case '4' -> 'a';
                            case '5' -> 's';
                            case '7' -> 't';
                            case '8' -> 'b';
                            case '9', 'q' -> 'g';
                            case 'i' -> 'l';
                            default -> c;
                        });
            }
        }
        return folded.toString();
    }

    /// The tables, in a class of their own: they take megabytes and a quarter of a second.
    private static final class Unicode {
        private static final SpoofChecker CHECKER = new SpoofChecker.Builder().build();
        private static final Normalizer2 NFD = Normalizer2.getNFDInstance();

        static String skeleton(String text) {
            return bare(CHECKER.getSkeleton(bare(text)).toLowerCase(Locale.ROOT));
        }

        private static String bare(String text) {
            StringBuilder bare = new StringBuilder(text.length());
            NFD.normalize(text)
                    .codePoints()
                    .filter(c -> Character.getType(c) != Character.NON_SPACING_MARK)
                    .forEach(bare::appendCodePoint);
            return bare.toString();
        }
    }
}
