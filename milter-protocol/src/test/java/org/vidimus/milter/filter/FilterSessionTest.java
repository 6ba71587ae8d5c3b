package org.vidimus.milter.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vidimus.milter.wire.Action;
import org.vidimus.milter.wire.Bytes;
import org.vidimus.milter.wire.Command;
import org.vidimus.milter.wire.Reply;
import org.vidimus.milter.wire.SmtpReply;
import org.vidimus.milter.wire.Step;

class FilterSessionTest {
    /// What the handlers of a filter saw, one letter an event: `X` is an abort, `Z` a close.
    private final StringBuilder seen = new StringBuilder();

    private Filter.Builder<FilterContext, FilterContext> all(Mode mode) {
        return Filter.<FilterContext, FilterContext>of(context -> context, context -> context)
                .onConnect(mode, (_, _) -> see('C'))
                .onHelo(mode, (_, _) -> see('H'))
                .onMail(mode, (_, _) -> see('M'))
                .onRcpt(mode, (_, _) -> see('R'))
                .onData(mode, _ -> see('T'))
                .onHeader(mode, (_, _) -> see('L'))
                .onEndOfHeaders(mode, _ -> see('N'))
                .onBody(mode, (_, _) -> see('B'))
                .onUnknown(mode, (_, _) -> see('U'))
                .onEndOfMessage(_ -> Outcome.of(see('E')))
                .onAbort(_ -> see('X'))
                .onClose(_ -> see('Z'));
    }

    private SessionVerdict see(char event) {
        seen.append(event);
        return Verdict.CONTINUE;
    }

    @ParameterizedTest(name = "{0}: {3}")
    @CsvSource({
        // commands,              replies,            events seen
        "CHMRRTLLNBBEQ,           cccccccccccc-,      CHMRRTLLNBBEZ,   a message",
        "CHMRTNEAMRTNEAQ,         ccccccc-ccccc--,    CHMRTNEMRTNEZ,   Postfix aborts after every message: not seen",
        "CHMRTNEMRTNEQ,           cccccccccccc-,      CHMRTNEMRTNEZ,   Sendmail does not",
        "CHMRAMRTNEQ,             cccc-ccccc-,        CHMRXMRTNEZ,     RSET",
        "CHMRAAQ,                 cccc---,            CHMRXZ,          a second abort is dropped",
        "CHMRHAMRTNEQ,            ccccc-ccccc-,       CHMRXHMRTNEZ,    Postfix sends the HELO before the ABORT",
        "CHMMRTNEQ,               cccccccc-,          CHMXMRTNEZ,      MAIL within a message begins another",
        "CHHMRTNEQ,               cccccccc-,          CHHMRTNEZ,       EHLO again after STARTTLS",
        "HMRTNEQ,                 cccccc-,            HMRTNEZ,         libmilter needs no CONNECT",
        "CHRQ,                    cct-,               CHZ,             R without M waits for an answer",
        "CHTLNBEQ,                ccttttt-,           CHZ,             and so does everything else of a message",
        "CHMLEQ,                  ccctt-,             CHMXZ,           a header before a recipient ends the message",
        "CCHQ,                    ctc-,               CHZ,             a second CONNECT",
        "COHQ,                    c-c-,               CHZ,             a second offer",
        "CHMRTNEKCHMRTNEQ,        ccccccc-ccccccc-,   CHMRTNEZCHMRTNEZ, two sessions on one connection",
        "CHMRKCHQ,                cccc-cc-,           CHMRXZCHZ,       QUIT_NC within a message",
        "Q,                       -,                  '',              nothing was begun and nothing is closed",
    })
    void transitions(String commands, String replies, String events, String why) {
        Played played = new Played(all(Mode.ANSWER).build());
        assertEquals(replies.replace(" ", ""), played.play(commands), why);
        assertEquals(events, seen.toString(), why);
        assertInstanceOf(FilterSession.Quit.class, played.last);
    }

    @Test
    void unknownCommandsLeaveTheMessageAlone() {
        Played played = new Played(all(Mode.ANSWER).build());
        assertEquals("ccccccccccc-", played.play("CHUMURUTLNEQ"));
        assertEquals("CHUMURUTLNEZ", seen.toString());
    }

    @Test
    void anEndOfTheConnectionGivesUpTheMessageAndClosesOnce() {
        Played played = new Played(all(Mode.ANSWER).build());
        played.play("CHMRTL");
        played.session.end();
        played.session.end();
        assertEquals("CHMRTLXZ", seen.toString());
    }

    @Test
    void streamedEventsHaveNoReplies() {
        Played played = new Played(all(Mode.STREAM).build());
        assertEquals("-----------c-", played.play("CHMRRTLLNBBEQ"));
        assertEquals("CHMRRTLLNBBEZ", seen.toString());
    }

    @Test
    void anMtaThatKnowsNoStreamingIsAnswered() {
        // Version 2 of Postfix: no NR_*, no DATA, no UNKNOWN.
        Played played = new Played(all(Mode.STREAM).build(), new Command.Negotiate(2, 0x3f, 0x7f));
        assertEquals("ccccccccc-", played.play("CHMRLLNBEQ"));
        assertEquals("CHMRLLNBEZ", seen.toString());
    }

    @Test
    void eventsWithoutAHandlerAreNotAskedForAndMayBePassedOver() {
        Filter<FilterContext, FilterContext> filter = Filter.<FilterContext, FilterContext>of(c -> c, c -> c)
                .onEndOfMessage(_ -> Outcome.of(see('E')))
                .build();
        Played played = new Played(filter);
        Reply.Negotiated answer = assertInstanceOf(Reply.Negotiated.class, played.replies.getFirst());
        // NO_CONNECT ... NO_END_OF_HEADERS, NO_UNKNOWN, NO_DATA and the leading space
        assertEquals(0x10037f, answer.protocol());
        assertEquals("cc-", played.play("EEQ"));
        assertEquals("EE", seen.toString());
    }

    @ParameterizedTest(name = "{2}")
    @CsvSource({
        // events refused, commands and replies, why
        "C, CHMR:rccc,      at CONNECT: the next command is a matter of the MTA",
        "M, CHMMRTNE:ccrccccc, at MAIL: the message is over and the next begins anew",
        "R, CHMRRTNE:cccrrccc, at RCPT: the message goes on",
        "T, CHMRTMRTNE:ccccrccccc, at DATA",
        "L, CHMRTLMRTNE:cccccrccccc, at a header field",
        "N, CHMRTLNM:ccccccrc, at the end of the header",
        "B, CHMRTLNBM:cccccccrc, at the body",
        "E, CHMRTLNBEM:ccccccccrc, at the end",
    })
    void aRefusalEndsTheMessageExceptAtRcpt(char refused, String dialogue, String why) {
        boolean[] done = {false};
        UnaryOperator<SessionVerdict> once = verdict -> {
            boolean first = !done[0] || refused == 'R';
            done[0] = true;
            return first ? Verdict.REJECT : verdict;
        };
        Filter<FilterContext, FilterContext> filter = refusing(refused, once, Mode.ANSWER);
        String[] sides = dialogue.split(":");
        assertEquals(sides[1], new Played(filter).play(sides[0]), why);
    }

    private Filter<FilterContext, FilterContext> refusing(char at, UnaryOperator<SessionVerdict> how, Mode mode) {
        Filter.Builder<FilterContext, FilterContext> filter = all(mode);
        switch (at) {
            case 'C' -> filter.onConnect(mode, (_, _) -> how.apply(see('C')));
            case 'H' -> filter.onHelo(mode, (_, _) -> how.apply(see('H')));
            case 'M' -> filter.onMail(mode, (_, _) -> how.apply(see('M')));
            case 'R' -> filter.onRcpt(mode, (_, _) -> how.apply(see('R')));
            case 'T' -> filter.onData(mode, _ -> how.apply(see('T')));
            case 'L' -> filter.onHeader(mode, (_, _) -> how.apply(see('L')));
            case 'N' -> filter.onEndOfHeaders(mode, _ -> how.apply(see('N')));
            case 'B' -> filter.onBody(mode, (_, _) -> how.apply(see('B')));
            case 'E' -> filter.onEndOfMessage(_ -> Outcome.of(how.apply(see('E'))));
            default -> throw new AssertionError(at);
        }
        return filter.build();
    }

    @ParameterizedTest(name = "{0} at {1}")
    @CsvSource({
        // Streamed until the end of the message: what was decided earlier is answered there, nothing runs in
        // between.
        "CONNECT, C, ----------r, C",
        "HELO,    H, ----------r, CH",
        "MAIL,    M, ----------r, CHM",
        "RCPT,    R, ----------r, CHMR",
        "HEADER,  L, ----------r, CHMRTL",
        "EOH,     N, ----------r, CHMRTLLN",
        "BODY,    B, ----------r, CHMRTLLNB",
    })
    void aVerdictAtAStreamedEventIsHeldUntilTheEnd(String event, char at, String replies, String events) {
        Filter<FilterContext, FilterContext> filter = refusing(at, _ -> Verdict.REJECT, Mode.STREAM);
        assertEquals(replies, new Played(filter).play("CHMRTLLNBBE"), event);
        assertEquals(events, seen.toString());
    }

    @Test
    void aHeldVerdictOfAMessageIsGoneWithItAndOneOfTheSessionIsNot() {
        Played mail = new Played(refusing('M', _ -> Verdict.TEMPFAIL, Mode.STREAM));
        assertEquals("------t---", mail.play("CHMRTNEAHM"));
        assertEquals("t", mail.play("RTNE").substring(3), "decided again, by the handler");
        Played connect = new Played(refusing('C', _ -> Verdict.TEMPFAIL, Mode.STREAM));
        assertEquals("------t-----t", connect.play("CHMRTNEHMRTNE"));
    }

    @Test
    void aVerdictHeldForAMessageIsNotSaidToAnUnknownCommand() {
        Filter<FilterContext, FilterContext> filter = all(Mode.STREAM)
                .onMail(Mode.STREAM, (_, _) -> Verdict.DISCARD)
                .onUnknown(Mode.ANSWER, (_, _) -> see('U'))
                .build();
        assertEquals("---c-d", new Played(filter).play("CHMURE"));
        assertEquals("CHU", seen.toString());
    }

    @Test
    void aHeldVerdictIsGivenToEveryRecipientThatWaits() {
        Filter<FilterContext, FilterContext> filter = all(Mode.STREAM)
                .onMail(Mode.STREAM, (_, _) -> Verdict.REJECT)
                .onRcpt(Mode.ANSWER, (_, _) -> see('R'))
                .build();
        assertEquals("---rr---r", new Played(filter).play("CHMRRTLNE"));
    }

    @Test
    void skipIsSaidOnceAndOnlyToTheBody() {
        Filter<FilterContext, FilterContext> filter = all(Mode.ANSWER)
                .onBody(Mode.ANSWER, (_, _) -> {
                    see('B');
                    return BodyVerdict.SKIP;
                })
                .build();
        assertEquals("cccccscc", new Played(filter).play("HMRTNBBE"));
        assertEquals("HMRTNBE", seen.toString());
        Played old = new Played(filter, new Command.Negotiate(6, 0x1ff, 0x1fffff & ~Step.SKIP.bit()));
        assertEquals("cccccccc", old.play("HMRTNBBE"), "not negotiated: what comes is dropped");
        assertEquals("HMRTNBEHMRTNBE", seen.toString());
    }

    @Test
    void aFailingHandlerRefusesTheMessageForNowAndTheNextIsHandled() {
        boolean[] broken = {true};
        Filter<FilterContext, FilterContext> filter = all(Mode.ANSWER)
                .onRcpt(Mode.ANSWER, (_, _) -> {
                    if (broken[0]) {
                        throw new IllegalStateException("planted");
                    }
                    return see('R');
                })
                .build();
        Played played = new Played(filter);
        assertEquals("cccttt", played.play("CHMRRT"), "the rest of the message, not that recipient alone");
        broken[0] = false;
        assertEquals("ccccc", played.play("MRTNE"));
        assertEquals("planted", played.failures.getFirst().getMessage());
        assertEquals(1, played.failures.size());
    }

    @Test
    void editsNotAgreedOnAreAFailureAndNotSent() {
        Filter<FilterContext, FilterContext> filter = all(Mode.STREAM)
                .onEndOfMessage(_ -> Outcome.edited(List.of(new Edit.ReplaceBody(Bytes.EMPTY))))
                .build();
        Played played = new Played(filter);
        assertEquals("------t", played.play("CHMRTNE"));
        assertEquals(1, played.failures.size());
    }

    @Test
    void editsAreDroppedWhenTheMessageIsRefused() {
        Edit edit = new Edit.InsertHeader(0, Bytes.latin1("X"), Bytes.latin1(" y"));
        Filter<FilterContext, FilterContext> filter = all(Mode.STREAM)
                .onEndOfMessage(_ -> new Outcome(Verdict.REJECT, List.of(edit)))
                .uses(Action.ADD_HEADERS)
                .build();
        assertEquals("------r", new Played(filter).play("CHMRTNE"));
    }

    @Test
    void aRefusalInOnesOwnWordsIsSentAsTheyAre() {
        SmtpReply reply = SmtpReply.of(550, "5.7.1", "100% no");
        Filter<FilterContext, FilterContext> filter = all(Mode.ANSWER)
                .onMail(Mode.ANSWER, (_, _) -> new SessionVerdict.Refuse(reply))
                .build();
        Played played = new Played(filter);
        assertEquals("ccy", played.play("CHM"));
        assertEquals(new Reply.ReplyCode(Bytes.latin1("550 5.7.1 100%% no")), played.replies.getLast());
    }

    @Test
    void commandsBeforeNegotiationEndTheConnection() {
        FilterSession<?, ?> session = new FilterSession<>(all(Mode.ANSWER).build(), 1, "", "", (_, _, _) -> {});
        List<Reply> replies = new ArrayList<>();
        assertEquals(
                new FilterSession.Broken("the MTA sent HELO before it negotiated"),
                session.handle(new Command.Helo(Bytes.latin1("x")), replies::add));
        assertTrue(replies.isEmpty());
    }

    @Test
    void aLastChunkInTheEndOfMessageIsBodyAndGetsOneReply() {
        Filter<FilterContext, FilterContext> filter = all(Mode.ANSWER)
                .onBody(Mode.ANSWER, (_, chunk) -> {
                    seen.append(chunk.chunk());
                    return Verdict.REJECT;
                })
                .build();
        Played played = new Played(filter);
        played.play("CHMRTN");
        played.send(new Command.EndOfMessage(Bytes.latin1("last")));
        assertEquals("CHMRTNlast", seen.toString());
        assertEquals(new Reply.Reject(), played.replies.getLast());
        assertEquals(8, played.replies.size());
    }

    @Test
    void headerValuesAreGivenAsTheyStoodInTheMessage() {
        List<String> values = new ArrayList<>();
        Filter<FilterContext, FilterContext> filter = all(Mode.STREAM)
                .onHeader(Mode.STREAM, (_, field) -> {
                    values.add(field.value().latin1());
                    return Verdict.CONTINUE;
                })
                .build();
        Command.Negotiate noLeadingSpace = new Command.Negotiate(6, 0x1ff, 0x1fffff & ~Step.HEADER_LEADING_SPACE.bit());
        for (Command.Negotiate offer : List.of(Played.OFFER, noLeadingSpace)) {
            Played played = new Played(filter, offer);
            for (String value : List.of("one", " two", "\ttab", "")) {
                played.send(new Command.Header(Bytes.latin1("X"), Bytes.latin1(value)));
            }
            played.play("HMR");
            for (String value : List.of("one", " two", "\ttab", "")) {
                played.send(new Command.Header(Bytes.latin1("X"), Bytes.latin1(value)));
            }
        }
        assertEquals(List.of("one", " two", "\ttab", "", " one", "  two", "\ttab", ""), values);
    }
}
