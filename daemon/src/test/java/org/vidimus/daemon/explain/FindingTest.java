package org.vidimus.daemon.explain;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.vidimus.daemon.explain.Finding.Severity;
import org.vidimus.policy.base.Bytes;

class FindingTest {
    @Test
    void theCaretStandsBelowTheMistake() {
        shows(Bytes.utf8("v=DMARC1; p=rejct"), 12, "    v=DMARC1; p=rejct", "                ^");
        shows(Bytes.utf8("abc"), 0, "    abc", "    ^");
        shows(Bytes.utf8("abc"), 3, "    abc", "       ^"); // the end: something is missing there
        shows(Bytes.utf8("abc"), 99, "    abc", "       ^");
    }

    @Test
    void whatIsNotVisibleTakesTheRoomOfItsEscape() {
        shows(Bytes.utf8("a\u001b[1m\tx"), 6, "    a\\x1B[1m\\tx", "              ^");
    }

    @Test
    void ofALongRecordThePartAroundTheMistakeIsShown() {
        String start = "a".repeat(200);
        shows(
                Bytes.utf8(start + "!" + "b".repeat(200)),
                200,
                "    ..." + "a".repeat(40) + "!" + "b".repeat(43) + "...",
                " ".repeat(4 + 3 + 40) + "^");
        shows(
                Bytes.utf8("a".repeat(43) + "!" + "b".repeat(80)),
                43,
                "    " + "a".repeat(43) + "!" + "b".repeat(43) + "...",
                " ".repeat(4 + 43) + "^");
    }

    private static void shows(Bytes record, int offset, String... lines) {
        Page page = new Page();
        Finding.at(Severity.ERROR, offset, "wrong").describe(page, record);
        assertEquals("  error: wrong", page.lines(false).getFirst());
        assertEquals(List.of(lines), page.lines(false).subList(1, 3));
    }
}
