package org.vidimus.milter.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SymbolListsTest {
    @ParameterizedTest
    @CsvSource({
        "CONNECT, 0, C",
        "HELO, 1, H",
        "MAIL, 2, M",
        "RCPT, 3, R",
        "DATA, 4, T",
        "END_OF_MESSAGE, 5, E", // before end of header, other than in time
        "END_OF_HEADERS, 6, N",
    })
    void everyStageHasItsNumberAndByte(Stage stage, int number, char code) {
        assertEquals(number, stage.symbolList());
        assertEquals((byte) code, stage.code());
        assertEquals(Optional.of(stage), Stage.ofSymbolList(number));
        assertEquals(Optional.of(stage), Stage.ofCode((byte) code));
    }

    @ParameterizedTest
    @ValueSource(chars = {'L', 'B', 'U', 'A', 'D'})
    void aListForAnotherCommandSetsNoStage(char code) {
        assertTrue(Stage.ofCode((byte) code).isEmpty());
    }

    @ParameterizedTest
    @CsvSource(
            ignoreLeadingAndTrailingWhitespace = false,
            value = {"i j", "'i,j'", "'i, j'", " i  j ", "',i,,j,'"})
    void namesAreSeparatedBySpacesOrCommas(String names) {
        assertEquals(
                new Decoded.Ok<>(new SymbolLists(Map.of(Stage.MAIL, List.of("i", "j")))),
                SymbolLists.decode(Bytes.latin1("\0\0\0\2" + names + "\0")));
    }

    @Test
    void anEmptyListIsNotAnAbsentOne() {
        assertEquals(
                new Decoded.Ok<>(new SymbolLists(Map.of(Stage.DATA, List.of()))),
                SymbolLists.decode(Bytes.latin1("\0\0\0\4\0")));
        assertEquals(new Decoded.Ok<>(SymbolLists.NONE), SymbolLists.decode(Bytes.EMPTY));
        assertTrue(SymbolLists.NONE.isEmpty());
    }

    @Test
    void aStageThatDoesNotExistIsPassedOver() {
        assertEquals(
                new Decoded.Ok<>(new SymbolLists(Map.of(Stage.HELO, List.of("i")))),
                SymbolLists.decode(Bytes.latin1("\0\0\0\7x\0" + "\u00ff\u00ff\u00ff\u00ffy\0" + "\0\0\0\1i\0")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\0", "\0\0\0", "\0\0\0\1", "\0\0\0\1i", "\0\0\0\1i\0\0"})
    void aListThatEndsEarlyIsMalformed(String octets) {
        assertInstanceOf(Decoded.Malformed.class, SymbolLists.decode(Bytes.latin1(octets)));
    }

    @Test
    void macroNamesAreTheSameWithAndWithoutBraces() {
        assertEquals("i", Macro.plainName("i"));
        assertEquals("i", Macro.plainName("{i}"));
        assertEquals("mail_addr", Macro.of("{mail_addr}", "a").plainName());
        assertEquals("{}", Macro.plainName("{}")); // nothing inside
        assertEquals("{x", Macro.plainName("{x"));
        assertEquals("", Macro.plainName(""));
    }
}
