package org.vidimus.milter.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vidimus.milter.wire.Action;
import org.vidimus.milter.wire.Command;
import org.vidimus.milter.wire.DataSize;
import org.vidimus.milter.wire.Decoded;
import org.vidimus.milter.wire.Reply;
import org.vidimus.milter.wire.Stage;

class NegotiatorTest {
    private static Filter.Builder<FilterContext, FilterContext> filter() {
        return Filter.<FilterContext, FilterContext>of(c -> c, c -> c).uses(Action.ADD_HEADERS, Action.QUARANTINE);
    }

    private static Reply.Negotiated answer(Filter<?, ?> filter, int version, int actions, int protocol) {
        Decoded<Reply.Negotiated> answer = Negotiator.answer(filter, new Command.Negotiate(version, actions, protocol));
        return assertInstanceOf(Decoded.Ok.class, answer).value() instanceof Reply.Negotiated negotiated
                ? negotiated
                : new Reply.Negotiated(0, 0, 0, org.vidimus.milter.wire.SymbolLists.NONE);
    }

    @ParameterizedTest
    @CsvSource({
        // offered version, actions, protocol -> answered version, actions, protocol
        "6, 0x1ff, 0x1fffff, 6, 0x021, 0x10037f", // Postfix and Sendmail today
        "2, 0x03f, 0x00007f, 2, 0x021, 0x00007f", // milter_protocol = 2: no DATA, UNKNOWN, leading space
        "7, 0x1ff, 0x1fffff, 6, 0x021, 0x10037f", // a version of tomorrow
        "-1, 0x1ff, 0x1fffff, 6, 0x021, 0x10037f", // or of the far future
        "2, 0x000, 0x000000, 2, 0x001, 0x00003f", // words of 0 mean what version 1 could do
        "6, 0x1ff, 0x7fffffff, 6, 0x021, 0x10037f", // MDS not wanted, unknown bits not echoed
    })
    void neverAsksForMoreThanWasOffered(
            int version, String actions, String protocol, int ours, String granted, String steps) {
        Reply.Negotiated answer = answer(filter().build(), version, Integer.decode(actions), Integer.decode(protocol));
        assertEquals(ours, answer.version());
        assertEquals(Integer.decode(granted), answer.actions());
        assertEquals(Integer.decode(steps), answer.protocol());
    }

    @ParameterizedTest
    @CsvSource({
        "1, the MTA speaks milter version 1, the oldest understood is 2",
        "0, the MTA speaks milter version 0, the oldest understood is 2"
    })
    void turnsAwayWhoIsTooOld(int version, String start, String rest) {
        Decoded<Reply.Negotiated> answer =
                Negotiator.answer(filter().build(), new Command.Negotiate(version, 0x3f, 0x7f));
        assertEquals(new Decoded.Malformed<>(start + ", " + rest), answer);
    }

    @Test
    void turnsAwayAnMtaThatDoesNotPermitWhatIsRequired() {
        Decoded<Reply.Negotiated> answer = Negotiator.answer(
                filter().requires(Action.CHANGE_HEADERS, Action.ADD_HEADERS).build(),
                new Command.Negotiate(6, Action.ADD_HEADERS.bit(), 0x1fffff));
        assertEquals(
                new Decoded.Malformed<>("the MTA does not permit what the filter needs: [CHANGE_HEADERS]"), answer);
    }

    @Test
    void endOfHeadersAndEndOfMessageAskForMacrosTogether() {
        for (Stage stage : List.of(Stage.END_OF_HEADERS, Stage.END_OF_MESSAGE)) {
            Reply.Negotiated answer =
                    answer(filter().macros(stage, "i", "{auth_authen}").build(), 6, 0x1ff, 0x1fffff);
            assertEquals(
                    Map.of(
                            Stage.END_OF_HEADERS, List.of("i", "{auth_authen}"),
                            Stage.END_OF_MESSAGE, List.of("i", "{auth_authen}")),
                    answer.symbols().byStage());
            assertEquals(0x121, answer.actions());
        }
    }

    @Test
    void asksForNoMacrosWhereTheMtaCannotBeAsked() {
        Reply.Negotiated answer = answer(filter().macros(Stage.MAIL, "i").build(), 2, 0x3f, 0x7f);
        assertEquals(Map.of(), answer.symbols().byStage());
        assertEquals(0x21, answer.actions());
    }

    @Test
    void takesLargerChunksOnlyWhereTheyAreOffered() {
        Filter<?, ?> large = filter().dataSize(DataSize.M1).build();
        assertEquals(
                DataSize.M1, DataSize.of(answer(large, 6, 0x1ff, 0x3fffffff).protocol()));
        assertEquals(
                DataSize.STANDARD, DataSize.of(answer(large, 6, 0x1ff, 0x1fffff).protocol()));
    }
}
