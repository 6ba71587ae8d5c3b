package org.vidimus.policy.message;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.vidimus.policy.base.Ascii;
import org.vidimus.policy.base.Bytes;

/// Text as the value of a header field that we write: folded, and with encoded-words where it is not ASCII ([RFC
/// 5322 §2.2.3](https://www.rfc-editor.org/rfc/rfc5322#section-2.2.3), [RFC 2047
/// §2](https://www.rfc-editor.org/rfc/rfc2047#section-2)). [HeaderText] reads it back.
///
/// Whatever the text holds, the value is one field's: a line end in it becomes a space, and every other control
/// character stands in an encoded-word.
public final class FieldText {
    /// RFC 5322 §2.1.1: a line should not be longer.
    private static final int LINE = 78;

    /// A word that is longer cannot be kept on one line of at most 998 octets, whatever stands before it.
    private static final int WORD = 600;

    private static final int BLANKS = 60;

    /// Octets in one encoded-word, which has at most 75 characters (RFC 2047 §2): 45 octets are 60 in base64.
    private static final int OCTETS = 45;

    private final StringBuilder out = new StringBuilder();
    private int column;

    private FieldText(int column) {
        this.column = column;
    }

    /// The value of a field, with a space at its beginning; lines end with LF.
    ///
    /// @param name the field's, at most 256 characters
    /// @param text any characters; white space at its ends is dropped
    public static Bytes of(String name, String text) {
        FieldText value = new FieldText(name.length() + 1);
        value.write(words(oneLine(text)));
        return Bytes.utf8(value.out.isEmpty() ? " " : value.out.toString());
    }

    /// White space and what follows it.
    private record Word(String blank, String text, boolean encoded) {
        Word with(Word next) {
            return new Word(blank, text + next.blank + next.text, true);
        }
    }

    /// A line end with white space beside it is a fold, which the white space stands for.
    private static String oneLine(String text) {
        StringBuilder line = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c != '\r' && c != '\n') {
                line.append(c);
                continue;
            }
            boolean before = !line.isEmpty() && Ascii.isWhiteSpace(line.charAt(line.length() - 1));
            boolean after = i + 1 < text.length() && "\r\n \t".indexOf(text.charAt(i + 1)) >= 0;
            line.append(before || after ? "" : " ");
        }
        return line.toString();
    }

    private static List<Word> words(String line) {
        List<Word> words = new ArrayList<>();
        int at = 0;
        while (true) {
            int start = at;
            while (start < line.length() && Ascii.isWhiteSpace(line.charAt(start))) {
                start++;
            }
            int end = start;
            while (end < line.length() && !Ascii.isWhiteSpace(line.charAt(end))) {
                end++;
            }
            if (start == end) {
                return words;
            }
            String blank = words.isEmpty() ? " " : line.substring(at, Math.min(start, at + BLANKS));
            add(words, blank, line.substring(start, end));
            at = end;
        }
    }

    private static void add(List<Word> words, String blank, String text) {
        boolean encoded = text.length() > WORD || !text.chars().allMatch(Ascii::isPrintable);
        Word word = new Word(blank, text, encoded);
        // RFC 2047 §6.2: white space between two encoded-words is not shown, so it goes into them.
        if (encoded && !words.isEmpty() && words.getLast().encoded()) {
            words.add(words.removeLast().with(word));
        } else {
            words.add(word);
        }
    }

    private void write(List<Word> words) {
        for (Word word : words) {
            if (word.encoded()) {
                encode(word);
            } else {
                put(word.blank(), word.text());
            }
        }
    }

    private void encode(Word word) {
        String blank = word.blank();
        StringBuilder piece = new StringBuilder();
        int octets = 0;
        for (int at = 0; at < word.text().length(); ) {
            int point = word.text().codePointAt(at);
            at += Character.charCount(point);
            boolean half = Character.getType(point) == Character.SURROGATE;
            String character = half ? "\uFFFD" : Character.toString(point);
            int length = character.getBytes(StandardCharsets.UTF_8).length;
            if (octets + length > OCTETS) {
                put(blank, encodedWord(piece.toString()));
                blank = " ";
                piece.setLength(0);
                octets = 0;
            }
            piece.append(character);
            octets += length;
        }
        put(blank, encodedWord(piece.toString()));
    }

    private static String encodedWord(String text) {
        byte[] octets = text.getBytes(StandardCharsets.UTF_8);
        return "=?utf-8?B?" + Base64.getEncoder().encodeToString(octets) + "?=";
    }

    private void put(String blank, String text) {
        int length = blank.length() + text.length();
        // The first line is never left empty: not all readers take that for a fold.
        if (!out.isEmpty() && column + length > LINE) {
            out.append('\n');
            column = 0;
        }
        out.append(blank).append(text);
        column += length;
    }
}
