package org.vidimus.policy.phishing;

import java.lang.Character.UnicodeScript;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// What a text holds that its readers do not see, or take for something else.
enum TextTraits {
    /// Controls that turn the direction of what follows: with them `gpj.exe` reads `exe.jpg`.
    TURNED("bidi-controls"),
    /// Characters without any shape, where no script needs them.
    INVISIBLE("invisible"),
    /// Control characters, which a display name or subject never holds.
    CONTROL("control-characters"),
    /// Letters of different scripts in one word, such as one Cyrillic among Latin ones.
    MIXED_SCRIPTS("mixed-scripts");

    private static final int BLACK_FLAG = 0x1F3F4;

    /// Scripts that are written together; any of these sets may have Latin letters with it.
    private static final List<Set<UnicodeScript>> TOGETHER = List.of(
            Set.of(UnicodeScript.HAN, UnicodeScript.HIRAGANA, UnicodeScript.KATAKANA),
            Set.of(UnicodeScript.HAN, UnicodeScript.HANGUL),
            Set.of(UnicodeScript.HAN, UnicodeScript.BOPOMOFO));

    private final String word;

    TextTraits(String word) {
        this.word = word;
    }

    /// The word for logs.
    String word() {
        return word;
    }

    /// What `text` has of these. The time is linear in its length.
    static Set<TextTraits> of(String text) {
        Set<TextTraits> traits = EnumSet.noneOf(TextTraits.class);
        Set<UnicodeScript> scripts = EnumSet.noneOf(UnicodeScript.class);
        boolean flag = false;
        int before = ' ';
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            i += Character.charCount(c);
            int next = i < text.length() ? text.codePointAt(i) : ' ';
            flag = c == BLACK_FLAG || (flag && isTag(c)); // some flags are written with tags
            if (isTurning(c)) {
                traits.add(TURNED);
            } else if (isInvisible(c) && !flag && !isNeeded(c, before, next)) {
                traits.add(INVISIBLE);
            } else if (Character.getType(c) == Character.CONTROL && c != '\t') {
                traits.add(CONTROL);
            }
            if (Character.isLetter(c)) {
                scripts.add(UnicodeScript.of(c));
            } else if (!isInvisible(c) && Character.getType(c) != Character.NON_SPACING_MARK) {
                judge(scripts, traits);
            }
            before = c;
        }
        judge(scripts, traits);
        return traits;
    }

    /// A word has ended. Which scripts go together is the "highly restrictive" level of UTS 39 §5.2.
    private static void judge(Set<UnicodeScript> scripts, Set<TextTraits> traits) {
        if (scripts.size() > 1) {
            scripts.removeAll(Set.of(UnicodeScript.COMMON, UnicodeScript.INHERITED));
            boolean single = scripts.size() <= 1;
            scripts.remove(UnicodeScript.LATIN);
            if (!single && TOGETHER.stream().noneMatch(set -> set.containsAll(scripts))) {
                traits.add(MIXED_SCRIPTS);
            }
        }
        scripts.clear();
    }

    private static boolean isTurning(int c) {
        return (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
    }

    private static boolean isTag(int c) {
        return c >= 0xE0020 && c <= 0xE007F;
    }

    /// Characters without a shape of their own.
    static boolean isInvisible(int c) {
        return c == 0x00AD // soft hyphen
                || c == 0x034F // combining grapheme joiner
                || c == 0x061C // Arabic letter mark
                || c == 0x115F
                || c == 0x1160 // Hangul fillers
                || c == 0x17B4
                || c == 0x17B5 // Khmer inherent vowels
                || (c >= 0x180B && c <= 0x180F) // Mongolian selectors
                || (c >= 0x200B && c <= 0x200F) // zero-width space, joiners, direction marks
                || (c >= 0x2060 && c <= 0x206F) // word joiner, invisible operators
                || c == 0x3164 // Hangul filler
                || (c >= 0xFE00 && c <= 0xFE0F) // variation selectors
                || c == 0xFEFF // zero-width no-break space
                || c == 0xFFA0 // Hangul filler
                || (c >= 0xE0000 && c <= 0xE0FFF); // tags and more selectors
    }

    /// Whether a character without a shape does something honest here: joiners and direction marks among
    /// scripts that need them and in emoji, selectors behind symbols. Between letters of European scripts, or
    /// where a text ends, they do nothing but hide.
    private static boolean isNeeded(int c, int before, int next) {
        boolean joinerOrMark = (c >= 0x200C && c <= 0x200F) || c == 0x061C;
        boolean selector = c >= 0xFE00 && c <= 0xFE0F;
        return (joinerOrMark && !(isPlain(before) && isPlain(next)))
                || (selector && !Character.isLetter(before))
                || (c >= 0x180B && c <= 0x180F && UnicodeScript.of(before) == UnicodeScript.MONGOLIAN)
                || (c >= 0xE0100 && UnicodeScript.of(before) == UnicodeScript.HAN)
                || (selector && UnicodeScript.of(before) == UnicodeScript.HAN);
    }

    /// Space, digits, ASCII, and letters that are written from left to right and never joined.
    private static boolean isPlain(int c) {
        UnicodeScript script = UnicodeScript.of(c);
        return c < 0x80
                || script == UnicodeScript.LATIN
                || script == UnicodeScript.GREEK
                || script == UnicodeScript.CYRILLIC;
    }
}
