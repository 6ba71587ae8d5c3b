package org.vidimus.milter.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.vidimus.milter.wire.Bytes;

class MacrosTest {
    private final List<String> seen = new ArrayList<>();
    private final Filter<FilterContext, FilterContext> filter = Filter.<FilterContext, FilterContext>of(c -> c, c -> c)
            .onConnect(Mode.STREAM, (c, _) -> note(c))
            .onHelo(Mode.STREAM, (c, _) -> note(c))
            .onMail(Mode.STREAM, (c, _) -> note(c))
            .onRcpt(Mode.STREAM, (c, _) -> note(c))
            .onEndOfMessage(c -> {
                note(c);
                return Outcome.UNCHANGED;
            })
            .build();

    private SessionVerdict note(FilterContext context) {
        seen.add(context.macro("i").map(Bytes::latin1).orElse("-")
                + context.macro("{j}").map(Bytes::latin1).orElse("-"));
        return Verdict.CONTINUE;
    }

    @Test
    void liveAsLongAsInLibmilter() {
        Played played = new Played(filter);
        played.macros('C', "j", "host").play("C");
        played.macros('H').play("H"); // both MTAs send an empty list
        played.macros('M').play("M"); // Postfix has no queue id yet
        played.macros('R').play("R");
        played.macros('R', "i", "Q1").play("R");
        played.macros('E', "i", "Q1").play("E");
        played.play("M"); // the next message must not see the id of the one before
        played.macros('R', "{i}", "Q2").play("R");
        played.macros('B', "i", "wrong")
                .macros('L', "i", "wrong")
                .macros('U', "i", "wrong")
                .macros('?', "i", "wrong");
        played.play("E");
        assertEquals(
                List.of("-host", "-host", "-host", "-host", "Q1host", "Q1host", "-host", "Q2host", "Q2host"), seen);
    }

    @Test
    void aListReplacesTheFormerOneOfItsStage() {
        Played played = new Played(filter);
        played.macros('C', "j", "one", "i", "x").macros('C', "j", "two").play("C");
        assertEquals(List.of("-two"), seen);
    }

    @Test
    void aNewSessionOnTheConnectionBeginsWithout() {
        Played played = new Played(filter);
        played.macros('C', "j", "host").play("CHMRE");
        seen.clear();
        played.play("KC");
        assertEquals(List.of("--"), seen);
    }
}
