package org.vidimus.daemon.explain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.vidimus.daemon.explain.Page.Row;

class PageTest {
    private static final String LOREM =
            "one two three four five six seven eight nine ten ".repeat(3).strip();

    @Test
    void wordsWrapAtTheWidthAndHangBelowTheirBeginning() {
        Page page = new Page()
                .heading("FIRST")
                .text(1, Span.plain(LOREM))
                .point(1, Span.plain(LOREM))
                .entry(1, 8, Span.plain("term"), Span.plain(LOREM));
        String rest = "three four five six seven eight nine ten";
        assertEquals(
                List.of(
                        "FIRST",
                        "  one two three four five six seven eight nine ten one two three four five six seven eight nine ten",
                        "  one two " + rest,
                        "  - one two three four five six seven eight nine ten one two three four five six seven eight nine",
                        "    ten one two " + rest,
                        "  term    one two three four five six seven eight nine ten one two three four five six seven eight",
                        "          nine ten one two " + rest),
                page.lines(false));
    }

    @Test
    void aWordWithPartsInSeveralStylesIsNotBroken() {
        Page page = new Page().text(0, Span.plain("x".repeat(95) + " "), Span.result("pass"), Span.plain(", because"));
        assertEquals(List.of("x".repeat(95), "pass, because"), page.lines(false));
    }

    @Test
    void aLongWordStandsOnALineOfItsOwn() {
        Page page = new Page().text(1, Span.plain("a " + "x".repeat(150) + " b"));
        assertEquals(List.of("  a", "  " + "x".repeat(150), "  b"), page.lines(false));
    }

    @Test
    void outcomesStandBelowEachOther() {
        Page page = new Page()
                .rows(List.of(
                        new Row(1, Span.plain("v=spf1 include:a.example -all"), Span.result("fail")),
                        new Row(2, Span.plain("include:a.example"), Span.plain("no match")),
                        new Row(3, Span.plain("x".repeat(80)), Span.plain("too long")),
                        new Row(3, Span.plain("a record without an outcome"), Span.plain("")),
                        new Row(2, Span.plain("-all"), Span.result("fail"))));
        assertEquals(
                List.of(
                        "  v=spf1 include:a.example -all ... fail",
                        "    include:a.example ............. no match",
                        "      " + "x".repeat(80),
                        "          ......................... too long",
                        "      a record without an outcome",
                        "    -all .......................... fail"),
                page.lines(false));
    }

    @Test
    void coloursAreControlSequencesAroundTextAndNothingElse() {
        Page page = new Page().text(1, Span.result("pass"), Span.plain(", "), Span.result("fail"), Span.strong(" x y"));
        assertEquals(List.of("  pass, fail x y"), page.lines(false));
        assertEquals(
                List.of("  \u001b[32mpass\u001b[0m, \u001b[31mfail\u001b[0m\u001b[1m x y\u001b[0m"), page.lines(true));
    }

    @Test
    void nothingOnAPageIsAControlCharacterOrInvisible() {
        String hostile = "\u001b]0;owned\u0007\r\n\u009b31m\u202e\u200b\\x1b";
        Page page = new Page()
                .heading("H")
                .text(0, Span.plain(hostile))
                .point(0, Span.strong(hostile))
                .entry(0, 4, Span.plain(hostile), Span.plain(hostile))
                .verbatim(0, Span.plain(hostile))
                .rows(List.of(new Row(0, Span.plain(hostile), Span.plain(hostile))));
        String shown = "\\x1b]0;owned\\x07\\r\\n\\u{009b}31m\\u{202e}\\u{200b}\\x1b";
        assertEquals(shown, page.lines(false).get(1));
        page.lines(false).forEach(line -> assertTrue(line.chars().allMatch(c -> c >= ' ' && c <= '~'), line));
    }

    @Test
    void emptyLinesAreNeverDoubledOrFirst() {
        Page page = new Page()
                .blank()
                .heading("A")
                .blank()
                .blank()
                .text(0, Span.plain("b"))
                .heading("C");
        assertEquals(List.of("A", "", "b", "", "C"), page.lines(false));
    }
}
