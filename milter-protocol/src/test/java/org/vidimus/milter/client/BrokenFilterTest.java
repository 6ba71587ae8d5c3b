package org.vidimus.milter.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.vidimus.milter.client.MtaProfile.POSTFIX;
import static org.vidimus.milter.client.MtaProfile.SENDMAIL;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.vidimus.milter.client.MilterResponse.Broken;
import org.vidimus.milter.net.MilterSocket;
import org.vidimus.milter.wire.Bytes;
import org.vidimus.milter.wire.Reply;

/// What filters do wrong, and what the MTA then takes them for.
class BrokenFilterTest extends SessionTestBase {
    /// What a filter sends in answer to the offer, and why it is of no use.
    static Stream<Arguments> negotiations() {
        return Stream.of(
                Arguments.of("\0\0\0\1c", "negotiation: reply c to the offer"),
                Arguments.of("\0\0\0\1O", "negotiation: reply O with a payload that is not its own"),
                Arguments.of(offer(7, 0, 0), "negotiation: version 7 in answer to an offer of 6"),
                Arguments.of(offer(1, 0, 0), "negotiation: version 1 in answer to an offer of 6"),
                Arguments.of(offer(6, 0x200, 0), "negotiation: actions 0x200 in answer to an offer of 0x1ff"),
                Arguments.of(
                        "HTTP/1.1 400 Bad Request\r\n\r\n",
                        "negotiation: the peer speaks some text protocol, not milter: it began with \"HTTP\""),
                Arguments.of("\0\0\0\0", "negotiation: a frame of length 0"));
    }

    private static String offer(int version, int actions, int protocol) {
        return "\0\0\0\r" + "O" + word(version) + word(actions) + word(protocol);
    }

    private static String word(int value) {
        return "" + (char) (value >>> 24) + (char) (value >> 16 & 0xff) + (char) (value >> 8 & 0xff)
                + (char) (value & 0xff);
    }

    @ParameterizedTest
    @MethodSource("negotiations")
    void negotiationFails(String octets, String why) throws Exception {
        for (MtaProfile profile : MtaProfile.values()) {
            ScriptedFilter filter = filter((_, wire) -> wire.octets(octets));
            ClientSession session = session(profile, filter);
            assertEquals(Optional.of(why), session.failure().map(Broken::why));
            assertEquals(Optional.empty(), session.agreement());
            assertInstanceOf(Broken.class, session.connect(client()));
            assertInstanceOf(Broken.class, session.content(message(profile)).response());
            session.quit();
        }
    }

    @Test
    void onlySendmailInsistsOnThePotocolFlagsItOffered() throws Exception {
        ScriptedFilter.Script script = (_, wire) -> wire.octets(offer(6, 0, 0x80_0000));
        assertTrue(session(POSTFIX, filter(script)).agreement().isPresent());
        assertEquals(
                Optional.of("negotiation: protocol flags 0x800000 in answer to an offer of 0x1fffff"),
                session(SENDMAIL, filter(script)).failure().map(Broken::why));
    }

    /// What a filter sends in answer to MAIL, and why the connection is given up.
    static Stream<Arguments> answers() {
        return Stream.of(
                row("\0\0\0\0", "MAIL: a frame of length 0"),
                row("\u00ff\u00ff\u00ff\u00ff", "MAIL: a frame of 4294967295 octets, over the limit of 65536"),
                row("\0\1\0\1c", "MAIL: a frame of 65537 octets, over the limit of 65536"),
                row("\0\0\0\1Z", "MAIL: an unknown reply 0x5a"),
                row("\0\0\0\2cx", "MAIL: reply c with a payload"),
                row("\0\0\0\3y5\0", "a reply that begins with no 4xx or 5xx code: 5"),
                row("\0\0\0\7y550 no", "MAIL: reply y with a payload that is not its own"), // no NUL
                row("\0\0\0\1f", "reply f to MAIL"),
                row("\0\0\0\1b", "reply b to MAIL"), // an edit before the end
                row("\0\0\0\6hX\0y\0\0", "MAIL: reply h with a payload that is not its own"),
                row("\0\0\0\5hX\0y\0", "reply h to MAIL"),
                row(offer(6, 0, 0), "reply O to MAIL"), // twice
                row("\0\0\0\5l\0\0\0\0", "MAIL: reply l with a payload that is not its own"));
    }

    private static Arguments row(String octets, String why) {
        return Arguments.of(octets, why);
    }

    @ParameterizedTest
    @MethodSource("answers")
    void aMalformedAnswerBreaksTheSession(String octets, String why) throws Exception {
        ScriptedFilter filter = filter(ScriptedFilter.agreeing(0, 0, (frame, wire) -> {
            if (frame.code() == 'M') {
                wire.octets(octets);
            } else {
                ScriptedFilter.goOn(frame, wire);
            }
        }));
        ClientSession session = session(POSTFIX, filter);
        session.connect(client());
        MilterResponse response = mail(session);
        assertEquals(why, assertInstanceOf(Broken.class, response).why());
        // It stays so: no further command is sent.
        assertEquals(response, rcpt(session));
        assertEquals(response, session.content(message(POSTFIX)).response());
        session.quit();
        assertEquals("OCM", filter.codes());
    }

    @ParameterizedTest
    @CsvSource({"p, reply p to MAIL", "4, reply 4 to MAIL"})
    void sendmailDoesNotKnowWhatPostfixKnows(char code, String why) throws Exception {
        ScriptedFilter.Script script = ScriptedFilter.agreeing(0, 0, (frame, wire) -> {
            wire.frame(code, "").frame('c', "");
        });
        MilterResponse postfix = mail(session(POSTFIX, filter(script)));
        assertTrue(!(postfix instanceof Broken), postfix.toString());
        assertEquals(
                why,
                assertInstanceOf(Broken.class, mail(session(SENDMAIL, filter(script))))
                        .why());
    }

    @ParameterizedTest
    @CsvSource({
        "C, CONNECT: the filter closed",
        "H, HELO: the filter closed",
        "R, RCPT: the filter closed",
        "B, BODY: the filter closed",
        "E, END_OF_MESSAGE: the filter closed",
    })
    void aFilterThatCloses(char command, String why) throws Exception {
        ScriptedFilter filter = filter(ScriptedFilter.agreeing(0, 0, (frame, wire) -> {
            if (frame.code() == command) {
                wire.close();
            } else {
                ScriptedFilter.goOn(frame, wire);
            }
        }));
        ClientSession session = session(POSTFIX, filter);
        envelope(session);
        EndOfMessage end = session.content(message(POSTFIX));
        assertEquals(Optional.of(why), session.failure().map(Broken::why));
        assertInstanceOf(Broken.class, end.response());
    }

    @Test
    void aFilterThatClosesWithinAReply() throws Exception {
        ScriptedFilter filter = filter(ScriptedFilter.agreeing(0, 0, (_, wire) -> {
            wire.octets("\0\0\0\5y5");
            wire.close();
        }));
        ClientSession session = session(POSTFIX, filter);
        assertEquals(
                "MAIL: the filter closed within a reply",
                assertInstanceOf(Broken.class, mail(session)).why());
    }

    /// Only the silent one's answer is waited for at all, so that no other can be late.
    @ParameterizedTest
    @CsvSource({
        "C, CONNECT,        0x1000,  PT1S",
        "M, MAIL,           0x4000,  PT1S",
        "L, HEADER,         0x80,    PT0.15S",
        "E, END_OF_MESSAGE, 0,       PT0.15S"
    })
    void aFilterThatIsSilent(char command, String name, String answered, Duration patience) throws Exception {
        int noReply = 0xf_f080 & ~Integer.decode(answered);
        ScriptedFilter filter = filter(ScriptedFilter.agreeing(0, noReply, (frame, wire) -> {
            if (frame.code() == 'E' && command != 'E') {
                ScriptedFilter.goOn(frame, wire);
            }
        }));
        boolean content = patience.compareTo(SHORT.content()) == 0;
        Timeouts timeouts = new Timeouts(LONG, content ? LONG : patience, content ? patience : LONG, LONG);
        ClientSession session = session(
                Mta.of(POSTFIX, "mx"), FilterSettings.of(filter.socket()).with(timeouts));
        envelope(session);
        session.content(message(POSTFIX));
        assertEquals(
                Optional.of(name + ": no reply within " + patience),
                session.failure().map(Broken::why));
    }

    @ParameterizedTest
    @EnumSource(MtaProfile.class)
    void progressStartsTheTimeAnew(MtaProfile profile) throws Exception {
        // Each silence is a tenth of the time, so that a busy machine may be late; all of them are more than it.
        Duration content = Duration.ofSeconds(2);
        ScriptedFilter filter = filter(ScriptedFilter.agreeing(0, 0, (frame, wire) -> {
            for (int i = 0; frame.code() == 'E' && i < 11; i++) {
                wire.awaitNothing(content.dividedBy(10));
                wire.say(new Reply.Progress());
            }
            wire.say(new Reply.Continue());
        }));
        Timeouts timeouts = new Timeouts(LONG, LONG, content, LONG);
        ClientSession session = session(
                Mta.of(profile, "mx"), FilterSettings.of(filter.socket()).with(timeouts));
        envelope(session);
        assertEquals(
                new MilterResponse.Continue(), session.content(message(profile)).response());
    }

    @Test
    void aFilterThatReportsProgressForEver() throws Exception {
        Timeouts timeouts = new Timeouts(LONG, LONG, LONG, Duration.ofMillis(200));
        ScriptedFilter filter = filter(ScriptedFilter.agreeing(0, 0, (frame, wire) -> {
            if (frame.code() == 'E') {
                while (wire.isOpen()) {
                    wire.say(new Reply.Progress());
                }
            } else {
                ScriptedFilter.goOn(frame, wire);
            }
        }));
        ClientSession session = session(
                Mta.of(SENDMAIL, "mx"), FilterSettings.of(filter.socket()).with(timeouts));
        envelope(session);
        session.content(message(SENDMAIL));
        String why = session.failure().orElseThrow().why();
        assertTrue(why.startsWith("END_OF_MESSAGE: no") && why.contains("reply within"), why);
    }

    @Test
    void aFilterThatEditsForEver() throws Exception {
        ScriptedFilter filter = filter(ScriptedFilter.agreeing(0x1ff, 0, (frame, wire) -> {
            if (frame.code() == 'E') {
                while (wire.isOpen()) {
                    wire.say(new Reply.ReplaceBody(Bytes.EMPTY));
                }
            } else {
                ScriptedFilter.goOn(frame, wire);
            }
        }));
        FilterSettings settings = new FilterSettings(filter.socket(), Timeouts.DEFAULT, DefaultAction.TEMPFAIL, 10_000);
        ClientSession session = session(Mta.of(SENDMAIL, "mx"), settings);
        envelope(session);
        session.content(message(SENDMAIL));
        assertEquals(
                "edits of more than 10000 octets",
                session.failure().orElseThrow().why());
    }

    /// Edits that Postfix does not forgive, and what Sendmail makes of them.
    static Stream<Arguments> badEdits() {
        Reply.Edit body = new Reply.ReplaceBody(text("x"));
        Reply.Edit header = new Reply.AddHeader(text("X"), text("y"));
        return Stream.of(
                Arguments.of(
                        List.of(body, header, body),
                        "a replaced body in pieces with other edits between",
                        List.of(body, header, body)),
                Arguments.of(
                        List.of(new Reply.ChangeHeader(1, Bytes.EMPTY, text("y"))),
                        "reply m without a header name",
                        List.of()),
                Arguments.of(List.of(new Reply.AddHeader(Bytes.EMPTY, text("y")), header), "", List.of(header)),
                Arguments.of(List.of(new Reply.AddRecipient(Bytes.EMPTY)), "", List.of()));
    }

    @ParameterizedTest
    @MethodSource("badEdits")
    void editsThatMustNotBe(List<Reply.Edit> edits, String postfix, List<Reply.Edit> sendmail) throws Exception {
        Reply[] replies =
                Stream.concat(edits.stream(), Stream.of(new Reply.Continue())).toArray(Reply[]::new);
        ScriptedFilter.Script script = ScriptedFilter.agreeing(0x1ff, 0, ScriptedFilter.saying('E', replies));
        ClientSession session = session(POSTFIX, filter(script));
        envelope(session);
        session.content(message(POSTFIX));
        assertEquals(postfix, session.failure().map(Broken::why).orElse(""));
        ClientSession other = session(SENDMAIL, filter(script));
        envelope(other);
        assertEquals(sendmail, other.content(message(SENDMAIL)).edits());
    }

    @ParameterizedTest
    @EnumSource(MtaProfile.class)
    void repliesArriveOctetByOctet(MtaProfile profile) throws Exception {
        Reply.Edit edit = new Reply.InsertHeader(0, text("X"), text("y"));
        ScriptedFilter filter = filter((frame, wire) -> {
            switch (frame.code()) {
                case 'D', 'A', 'Q' -> {}
                case 'O' -> slowly(wire, offer(6, 1, 0));
                case 'E' -> slowly(wire, "\0\0\0\1p" + "\0\0\0\011i\0\0\0\0X\0y\0" + "\0\0\0\1c");
                default -> slowly(wire, "\0\0\0\1c");
            }
        });
        ClientSession session = session(profile, filter);
        envelope(session);
        EndOfMessage end = session.content(message(profile));
        assertEquals(new EndOfMessage(List.of(edit), new MilterResponse.Continue()), end);
    }

    private static void slowly(ScriptedFilter.Wire wire, String octets) throws InterruptedException {
        for (int i = 0; i < octets.length(); i++) {
            wire.octets(octets.substring(i, i + 1));
        }
    }

    @Test
    void aFilterThatIsNotThere() throws Exception {
        ScriptedFilter filter = filter((_, _) -> {});
        MilterSocket socket = filter.socket();
        filter.close();
        ClientSession session = session(Mta.of(POSTFIX, "mx"), FilterSettings.of(socket));
        String why = session.failure().orElseThrow().why();
        assertTrue(why.startsWith("cannot connect to " + socket), why);
        assertInstanceOf(Broken.class, mail(session));
        session.quit();
    }

    @ParameterizedTest
    @CsvSource({
        "POSTFIX,  ACCEPT,     COMMUNICATION, ''",
        "POSTFIX,  QUARANTINE, COMMUNICATION, ''",
        "POSTFIX,  REJECT,     COMMUNICATION, 550 5.5.0 Service unavailable",
        "POSTFIX,  TEMPFAIL,   COMMUNICATION, 451 4.7.1 Service unavailable - try again later",
        "POSTFIX,  TEMPFAIL,   CONFIGURATION, 451 4.3.5 Server configuration problem - try again later",
        "POSTFIX,  SHUTDOWN,   COMMUNICATION, '421 4.3.2 Service unavailable, closing connection'",
        "SENDMAIL, ACCEPT,     COMMUNICATION, ''",
        "SENDMAIL, REJECT,     COMMUNICATION, 550 5.7.1 Command rejected",
        "SENDMAIL, TEMPFAIL,   CONFIGURATION, 451 4.3.2 Please try again later",
        "SENDMAIL, SHUTDOWN,   COMMUNICATION, '421 4.3.2 Service unavailable, closing connection'",
    })
    void theDefaultActionAnswersForIt(
            MtaProfile profile, DefaultAction action, MilterResponse.Failure failure, String reply) {
        MilterResponse response = action.response(profile, new Broken(failure, "x"));
        assertEquals(reply, response.smtpReply().map(Object::toString).orElse(""));
        assertEquals(reply.isEmpty(), response.letsPass());
    }
}
