package org.vidimus.policy.phishing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class TextTraitsTest {
    @Test
    void findsWhatReadersDoNotSee() {
        text("invoice\u202Egpj.exe", "bidi-controls");
        text("\u2066a\u2069", "bidi-controls");
        text("pay\u200Bpal", "invisible");
        text("pay\u00ADpal", "invisible");
        text("pay\u200Dpal", "invisible"); // a joiner between letters that do not join
        text("pay\u200Epal", "invisible");
        text("\uFEFFpaypal", "invisible");
        text("a\u3164b", "invisible");
        text("a\uFE0Fb", "invisible"); // a selector behind a letter
        text("a\uDB40\uDC61b", "invisible"); // a tag without a flag
        text("a\r\nBcc: b", "control-characters");
        text("a\0b", "control-characters");
        text("a\u0085b", "control-characters");
    }

    @Test
    void findsMixedScripts() {
        text("p\u0430ypal", "mixed-scripts");
        text("Call \u0440aypal now", "mixed-scripts");
        text("\u03B1bc", "mixed-scripts");
        text("p\u200B\u0430ypal", "invisible mixed-scripts");
    }

    @Test
    void letsBeHonestText() {
        text("Gr\u00FC\u00DFe aus K\u00F6ln", "");
        text("\u041F\u0440\u0438\u0432\u0435\u0442, John", "");
        text("\u0418\u0432\u0430\u043D (Ivan)", "");
        text("\u65E5\u672C\u8A9E\u306E\u30E1\u30FC\u30EBNEWS", ""); // Han, Hiragana, Katakana and Latin
        text("\uD55C\uAD6D\u8A9E", "");
        text("\u05E9\u05DC\u05D5\u05DD\u200F 123", ""); // a mark behind Hebrew
        text("\u0645\u06CC\u200C\u062E\u0648\u0627\u0647\u0645", ""); // a non-joiner in Persian
        text("\u0915\u094D\u200D\u0937", ""); // a joiner in Devanagari
        text("\u2764\uFE0F sale", ""); // a selector behind a symbol
        text("\uD83D\uDC69\u200D\uD83D\uDCBB at work", ""); // two emoji joined
        text("\uD83C\uDFF4\uDB40\uDC67\uDB40\uDC62\uDB40\uDC65\uDB40\uDC6E\uDB40\uDC67\uDB40\uDC7F", ""); // England
        text("\uD835\uDC12ale", ""); // mathematical letters belong to all scripts
        text("5\u00B5m", ""); // the micro sign belongs to all scripts
        text("tab\there", "");
        text("", "");
    }

    private static void text(String text, String expected) {
        assertEquals(
                expected, TextTraits.of(text).stream().map(TextTraits::word).collect(Collectors.joining(" ")), text);
    }
}
