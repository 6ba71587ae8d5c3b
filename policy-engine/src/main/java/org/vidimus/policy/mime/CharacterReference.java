package org.vidimus.policy.mime;

import java.util.HashMap;
import java.util.Map;

/// Character references of HTML: by number, and the names that mail has.
final class CharacterReference {
    private static final int LONGEST = 12;
    // U+00A0 to U+00FF in their order.
    private static final String LATIN_1 = "nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg"
            + " macr deg plusmn sup2 sup3 acute micro para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest"
            + " Agrave Aacute Acirc Atilde Auml Aring AElig Ccedil Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml"
            + " ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times Oslash Ugrave Uacute Ucirc Uuml Yacute THORN szlig"
            + " agrave aacute acirc atilde auml aring aelig ccedil egrave eacute ecirc euml igrave iacute icirc iuml"
            + " eth ntilde ograve oacute ocirc otilde ouml divide oslash ugrave uacute ucirc uuml yacute thorn yuml";
    private static final Map<String, Integer> NAMES = names();

    private CharacterReference() {}

    /// Adds what the reference at `at` stands for, or the ampersand if it is none.
    ///
    /// @return where the text goes on
    static int read(String html, int at, StringBuilder out) {
        int limit = Math.min(html.length(), at + LONGEST);
        int end = at + 1;
        while (end < limit && (isAlphanumeric(html.charAt(end)) || (html.charAt(end) == '#' && end == at + 1))) {
            end++;
        }
        int character = character(html.substring(at + 1, end));
        if (character < 0) {
            out.append('&');
            return at + 1;
        }
        // A space that may not be broken is a space to whoever searches for words.
        out.appendCodePoint(character == 0xA0 ? ' ' : character);
        return end < html.length() && html.charAt(end) == ';' ? end + 1 : end;
    }

    private static int character(String name) {
        if (!name.startsWith("#")) {
            return NAMES.getOrDefault(name, -1);
        }
        boolean hex = name.startsWith("#x") || name.startsWith("#X");
        return number(name.substring(hex ? 2 : 1), hex ? 16 : 10);
    }

    /// The character of this number, U+FFFD if there is none; -1 if that is no number. An exception for each would
    /// be dear: a message may hold millions.
    private static int number(String digits, int radix) {
        int number = 0;
        for (int i = 0; i < digits.length(); i++) {
            int digit = Character.digit(digits.charAt(i), radix);
            if (digit < 0) {
                return -1;
            }
            number = Math.min(number * radix + digit, Character.MAX_CODE_POINT + 1);
        }
        boolean scalar = number > 0
                && number <= Character.MAX_CODE_POINT
                && (number < Character.MIN_SURROGATE || number > Character.MAX_SURROGATE);
        return digits.isEmpty() ? -1 : scalar ? number : 0xFFFD;
    }

    private static boolean isAlphanumeric(char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    private static Map<String, Integer> names() {
        Map<String, Integer> names = new HashMap<>(Map.of(
                "amp", 0x26, "lt", 0x3C, "gt", 0x3E, "quot", 0x22, "apos", 0x27, "euro", 0x20AC, "ndash", 0x2013,
                "mdash", 0x2014, "hellip", 0x2026, "bull", 0x2022));
        names.putAll(Map.of(
                "lsquo", 0x2018, "rsquo", 0x2019, "ldquo", 0x201C, "rdquo", 0x201D, "zwnj", 0x200C, "zwj", 0x200D,
                "ensp", 0x2002, "emsp", 0x2003, "thinsp", 0x2009, "trade", 0x2122));
        int character = 0xA0;
        for (String name : LATIN_1.split(" ")) {
            names.put(name, character++);
        }
        return Map.copyOf(names);
    }
}
