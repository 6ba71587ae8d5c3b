package org.vidimus.milter.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.vidimus.milter.client.MtaProfile.POSTFIX;
import static org.vidimus.milter.client.MtaProfile.SENDMAIL;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.vidimus.milter.wire.Action;
import org.vidimus.milter.wire.Bytes;
import org.vidimus.milter.wire.Command;
import org.vidimus.milter.wire.DataSize;
import org.vidimus.milter.wire.Frame;
import org.vidimus.milter.wire.Reply;
import org.vidimus.milter.wire.SmtpReply;
import org.vidimus.milter.wire.Stage;
import org.vidimus.milter.wire.Step;
import org.vidimus.milter.wire.SymbolLists;
import org.vidimus.milter.wire.WireLog;

class ClientSessionTest extends SessionTestBase {
    private static final int ALL_ACTIONS = 0x1ff;

    /// A reply to MAIL, RCPT, DATA or the end of the message, and what the client of each MTA hears.
    static Stream<Arguments> refusals() {
        Reply reject = new Reply.Reject();
        Reply tempfail = new Reply.Tempfail();
        String named = "550 5.7.1 <a@example.org>... Command rejected";
        return Stream.of(
                Arguments.of('M', reject, "550 5.7.1 Command rejected", named),
                Arguments.of(
                        'R', reject, "550 5.7.1 Command rejected", "550 5.7.1 <b@example.com>... Command rejected"),
                Arguments.of('T', reject, "550 5.7.1 Command rejected", "550 5.7.1 Command rejected"),
                Arguments.of('L', reject, "550 5.7.1 Command rejected", "554 5.7.1 Command rejected"),
                Arguments.of('E', reject, "550 5.7.1 Command rejected", "554 5.7.1 Command rejected"),
                Arguments.of(
                        'M',
                        tempfail,
                        "451 4.7.1 Service unavailable - try again later",
                        "451 4.3.2 Please try again later"),
                Arguments.of('E', code("550 5.7.1 no"), "550 5.7.1 no", "550 5.7.1 no"),
                // Sendmail names the address in replies with 450, 550 and 553.
                Arguments.of('R', code("450 4.2.0 x"), "450 4.2.0 x", "450 4.2.0 <b@example.com>... x"),
                Arguments.of('R', code("451 4.2.0 x"), "451 4.2.0 x", "451 4.2.0 x"),
                Arguments.of('R', code("554 100%% x"), "554 100% x", "554 100% x"),
                Arguments.of('M', code("550 100% x"), "550 100 x", named),
                Arguments.of('E', code("550-5.7.1 a\r\n550 5.7.1 b"), "550 5.7.1 a / b", "550 5.7.1 a / b"),
                // A text that is none: Postfix takes the filter for broken, Sendmail the default for it.
                Arguments.of('M', code("250 ok"), "broken CONFIGURATION", named),
                Arguments.of('E', code("250 ok"), "broken CONFIGURATION", "554 5.7.1 Command rejected"),
                Arguments.of(
                        'M',
                        new Reply.Shutdown(),
                        "421 4.3.2 Service unavailable, closing connection",
                        "broken COMMUNICATION"));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void refusalsAreInTheWordsOfTheMta(char command, Reply reply, String postfix, String sendmail) throws Exception {
        for (MtaProfile profile : MtaProfile.values()) {
            ScriptedFilter filter =
                    filter(ScriptedFilter.agreeing(ALL_ACTIONS, 0, ScriptedFilter.saying(command, reply)));
            ClientSession session = session(profile, filter);
            session.connect(client());
            session.helo(text("h"));
            MilterResponse response = mail(session);
            if (response instanceof MilterResponse.Continue) {
                response = rcpt(session);
            }
            if (response instanceof MilterResponse.Continue) {
                response = session.data();
            }
            if (response instanceof MilterResponse.Continue) {
                response = session.content(message(profile)).response();
            }
            String said = response instanceof MilterResponse.Broken(MilterResponse.Failure failure, String _)
                    ? "broken " + failure
                    : response.smtpReply().map(SmtpReply::toString).orElse(response.toString());
            assertEquals(profile == POSTFIX ? postfix : sendmail, said, profile.name());
        }
    }

    private static Reply code(String text) {
        return new Reply.ReplyCode(text(text));
    }

    @ParameterizedTest
    @CsvSource({
        // Postfix closes without a word and keeps the refusal for all that follows.
        "POSTFIX,  C, OC,   550 5.7.1 Command rejected",
        "POSTFIX,  H, OCH,  550 5.7.1 Command rejected",
        // Sendmail says goodbye; after HELO it keeps the connection until the client leaves.
        "SENDMAIL, C, OCQ,  550 5.0.0 Command rejected",
        "SENDMAIL, H, OCHQ, 550 5.0.0 Command rejected",
    })
    void aRefusedSession(MtaProfile profile, char command, String sent, String said) throws Exception {
        ScriptedFilter filter =
                filter(ScriptedFilter.agreeing(0, 0, ScriptedFilter.saying(command, new Reply.Reject())));
        ClientSession session = session(profile, filter);
        MilterResponse response = session.connect(client());
        if (response.letsPass()) {
            response = session.helo(text("h"));
        }
        session.quit();
        assertEquals(Optional.of(said), response.smtpReply().map(SmtpReply::toString));
        assertEquals(sent, filter.codes());
    }

    @ParameterizedTest
    @CsvSource({
        "POSTFIX, C, OC",
        "SENDMAIL, C, OCQ",
        "POSTFIX, H, OCH",
        "SENDMAIL, H, OCHQ",
        "POSTFIX, M, OCHMAAQ",
        "SENDMAIL, M, OCHMQ",
        "POSTFIX, R, OCHMRAAQ",
        "SENDMAIL, R, OCHMRQ",
        "POSTFIX, T, OCHMRTAAQ",
        "SENDMAIL, T, OCHMRTQ",
        "POSTFIX, L, OCHMRTLAAQ",
        "SENDMAIL, L, OCHMRTLQ",
        "POSTFIX, N, OCHMRTLLNAAQ",
        "SENDMAIL, B, OCHMRTLLNBQ",
        "POSTFIX, E, OCHMRTLLNBEAAQ",
        "SENDMAIL, E, OCHMRTLLNBEQ",
    })
    void acceptingEndsTheFiltersPart(MtaProfile profile, char command, String sent) throws Exception {
        ScriptedFilter filter =
                filter(ScriptedFilter.agreeing(0, 0, ScriptedFilter.saying(command, new Reply.Accept())));
        ClientSession session = session(profile, filter);
        envelope(session);
        assertTrue(session.content(message(profile)).response().letsPass());
        session.quit();
        assertEquals(sent, filter.codes());
    }

    @ParameterizedTest
    @CsvSource({
        "POSTFIX,  L, OCHMRTLNBEAAQ", // no more header fields
        "SENDMAIL, L, OCHMRTLLNEQ", // they go on; the body is left out
        "POSTFIX,  N, OCHMRTLLNBEAAQ",
        "SENDMAIL, N, OCHMRTLLNEQ",
        "POSTFIX,  B, OCHMRTLLNBEAAQ",
        "SENDMAIL, B, OCHMRTLLNBEQ",
        "POSTFIX,  R, OCHMRTLLNBEAAQ",
        "SENDMAIL, R, OCHMRQ", // bypassed
        "POSTFIX,  M, OCHMRTLLNBEAAQ",
        "SENDMAIL, M, OCHMQ",
    })
    void skipLeavesOutWhatTheMtaTakesItFor(MtaProfile profile, char command, String sent) throws Exception {
        ScriptedFilter filter =
                filter(ScriptedFilter.agreeing(0, Step.SKIP.bit(), ScriptedFilter.saying(command, new Reply.Skip())));
        ClientSession session = session(profile, filter);
        envelope(session);
        assertTrue(session.content(message(profile)).response().letsPass());
        session.quit();
        assertEquals(sent, filter.codes());
    }

    @Test
    void skippingTheBodyAppliesToOneMessage() throws Exception {
        ScriptedFilter filter =
                filter(ScriptedFilter.agreeing(0, Step.SKIP.bit(), ScriptedFilter.saying('B', new Reply.Skip())));
        ClientSession session = session(POSTFIX, filter);
        session.connect(client());
        for (int i = 0; i < 2; i++) {
            mail(session);
            rcpt(session);
            assertEquals(new MilterResponse.Skip(), session.body(text("x".repeat(200_000))));
            assertEquals(new MilterResponse.Continue(), session.body(text("more")));
            session.endOfMessage();
        }
        session.quit();
        assertEquals("OCMRBEAMRBEAAQ", filter.codes());
    }

    @Test
    void whatIsNotWantedIsNotSentButItsMacrosAre() throws Exception {
        int nothing = 0x7f | Step.NO_DATA.bit() | Step.NO_UNKNOWN.bit();
        nothing &= ~Step.NO_REPLY_HEADER.bit();
        for (MtaProfile profile : MtaProfile.values()) {
            ScriptedFilter filter = filter(ScriptedFilter.agreeing(0, nothing, ScriptedFilter::goOn));
            ClientSession session = session(profile, filter);
            session.queueId("4X");
            session.connect(client());
            session.unknown(text("FOO"));
            mail(session);
            session.content(message(profile));
            session.quit();
            List<String> heard = filter.heard().stream()
                    .map(frame -> frame.replaceFirst("^(D.).*", "$1"))
                    .toList();
            List<String> expected = profile == POSTFIX
                    ? List.of("DC", "DU", "DM", "DL", "DL", "DN", "DB", "DE", "E ", "A ", "A ", "Q ")
                    : List.of("DC", "DM", "DE", "E ", "Q ");
            assertEquals(expected, heard.subList(1, heard.size()), profile.name());
        }
    }

    @ParameterizedTest
    @EnumSource(MtaProfile.class)
    void noReplyIsWaitedForWhereNoneWasAgreedOn(MtaProfile profile) throws Exception {
        int noReply = 0xf_f080;
        // The filter answers the end of the message alone: any other wait would time out, and break the session.
        ScriptedFilter filter = filter(ScriptedFilter.agreeing(0, noReply, (frame, wire) -> {
            if (frame.code() == 'E') {
                wire.say(new Reply.Accept());
            }
        }));
        ClientSession session = session(
                Mta.of(profile, "mx"), FilterSettings.of(filter.socket()).with(new Timeouts(LONG, LONG, LONG, LONG)));
        envelope(session);
        session.unknown(text("FOO"));
        EndOfMessage end = session.content(message(profile));
        session.quit();
        assertEquals(new MilterResponse.Accept(), end.response());
        assertEquals(profile == POSTFIX ? "OCHMRTULLNBEAAQ" : "OCHMRTULLNBEQ", filter.codes());
    }

    @ParameterizedTest
    @CsvSource({"2, OCMRLLNBE", "3, OCUMRLLNBE", "4, OCUMRTLLNBE", "6, OCUMRTLLNBE"})
    void anOldFilterIsNotSentWhatItsVersionLacks(int version, String sent) throws Exception {
        ScriptedFilter filter = filter(ScriptedFilter.agreeing(
                new Reply.Negotiated(version, 0x3f, 0, SymbolLists.NONE), ScriptedFilter::goOn));
        ClientSession session = session(SENDMAIL, filter);
        session.connect(client());
        session.unknown(text("FOO"));
        mail(session);
        rcpt(session);
        session.data();
        session.content(message(SENDMAIL));
        session.close();
        assertEquals(sent, filter.codes());
        assertFalse(session.quitNewConnection());
    }

    @Test
    void anOldOfferIsMadeAndKept() throws Exception {
        ScriptedFilter filter = filter(
                ScriptedFilter.agreeing(new Reply.Negotiated(2, 0x3f, 0x40, SymbolLists.NONE), ScriptedFilter::goOn));
        ClientSession session =
                session(Mta.of(POSTFIX, "mx").with(Offer.VERSION_2), FilterSettings.of(filter.socket()));
        session.close();
        assertEquals(2, session.agreement().orElseThrow().version());
        assertEquals("O |||\\x02||" + "|?|||\\x7f", filter.heard().getFirst());
    }

    @Test
    void largePacketsAreAgreedOnAndUsed() throws Exception {
        ScriptedFilter filter = filter(ScriptedFilter.agreeing(0, DataSize.K256.bit(), ScriptedFilter::goOn));
        Offer offer = new Offer(6, Offer.FULL.actions(), Offer.FULL.steps(), DataSize.M1);
        Offer smaller = new Offer(6, Offer.FULL.actions(), Offer.FULL.steps(), DataSize.K256);
        assertEquals(0x201f_ffff, offer.protocolWord());
        ClientSession session = session(Mta.of(SENDMAIL, "mx").with(smaller), FilterSettings.of(filter.socket()));
        session.connect(client());
        mail(session);
        session.body(text("x".repeat(300_000)));
        session.close();
        assertEquals(
                List.of(262_143, 300_000 - 262_143),
                filter.frames().stream()
                        .filter(frame -> frame.code() == 'B')
                        .map(frame -> frame.payload().length())
                        .toList());
    }

    /// What a filter asks for, and the lists each MTA then sends: MAIL, end of header, end of message.
    static Stream<Arguments> wishes() {
        List<String> none = List.of();
        List<String> some = List.of("j", "i");
        return Stream.of(
                Arguments.of(Map.of(), "DM i=1|DN i=1|DE i=1", "DM i=1|DE {msg_id}=<m@x>"),
                Arguments.of(Map.of(Stage.MAIL, some), "DM j=mx i=1|DN i=1|DE i=1", "DM j=mx i=1|DE {msg_id}=<m@x>"),
                // Empty: the default on Postfix, nothing on Sendmail.
                Arguments.of(Map.of(Stage.MAIL, none), "DM i=1|DN i=1|DE i=1", "DE {msg_id}=<m@x>"),
                // Sendmail looks at the wrong stage for the end of the message.
                Arguments.of(
                        Map.of(Stage.END_OF_MESSAGE, some), "DM i=1|DN i=1|DE j=mx i=1", "DM i=1|DE {msg_id}=<m@x>"),
                Arguments.of(Map.of(Stage.END_OF_HEADERS, some), "DM i=1|DN j=mx i=1|DE i=1", "DM i=1|DN j=mx i=1"),
                Arguments.of(
                        Map.of(Stage.END_OF_HEADERS, some, Stage.END_OF_MESSAGE, some),
                        "DM i=1|DN j=mx i=1|DE j=mx i=1",
                        "DM i=1|DN j=mx i=1|DE j=mx i=1"),
                // Names without a value: a list without macros is sent all the same.
                Arguments.of(Map.of(Stage.MAIL, List.of("{none}")), "DM|DN i=1|DE i=1", "DM|DE {msg_id}=<m@x>"));
    }

    @ParameterizedTest
    @MethodSource("wishes")
    void macrosAreSentAsTheMtaUnderstandsTheWish(Map<Stage, List<String>> wish, String postfix, String sendmail)
            throws Exception {
        for (MtaProfile profile : MtaProfile.values()) {
            ScriptedFilter filter = filter(ScriptedFilter.agreeing(
                    new Reply.Negotiated(6, Action.SET_SYMBOL_LIST.bit(), 0, new SymbolLists(wish)),
                    ScriptedFilter::goOn));
            ClientSession session = session(Mta.of(profile, "mx"), FilterSettings.of(filter.socket()));
            session.macros().set("i", "1");
            for (String name : List.of("mail_addr", "mail_host", "mail_mailer")) {
                session.macros().withhold(name);
            }
            mail(session);
            session.header(text("Message-ID"), text(" <m@x>"));
            session.endOfHeaders();
            session.endOfMessage();
            session.close();
            String lists = String.join(
                    "|",
                    filter.heard().stream()
                            .filter(line -> line.matches("D[MNE].*"))
                            .toList());
            assertEquals(profile == POSTFIX ? postfix : sendmail, lists, profile.name());
        }
    }

    @ParameterizedTest
    @CsvSource({"POSTFIX, DM DR DR i=Q1", "SENDMAIL, DM i=Q1 DR DR"})
    void theQueueIdShowsWhenTheMtaShowsIt(MtaProfile profile, String shown) throws Exception {
        ScriptedFilter filter = filter(ScriptedFilter.agreeing(0, 0, ScriptedFilter::goOn));
        ClientSession session = session(profile, filter);
        for (String name : List.of("mail_addr", "mail_host", "mail_mailer", "rcpt_addr", "rcpt_host", "rcpt_mailer")) {
            session.macros().withhold(name);
        }
        session.queueId("Q1");
        mail(session);
        rcpt(session);
        rcpt(session);
        session.close();
        assertEquals(
                shown,
                String.join(
                        " ",
                        filter.heard().stream()
                                .filter(line -> line.startsWith("D"))
                                .toList()));
    }

    @Test
    void headerValuesLoseOneSpaceUnlessTheyAreRaw() throws Exception {
        for (int protocol : new int[] {0, Step.HEADER_LEADING_SPACE.bit()}) {
            ScriptedFilter filter = filter(ScriptedFilter.agreeing(0, protocol, ScriptedFilter::goOn));
            ClientSession session = session(POSTFIX, filter);
            mail(session);
            for (String value : List.of(" v", "  v", "\tv", "v", "", " ")) {
                session.header(text("X"), text(value));
            }
            session.close();
            List<String> expected = protocol == 0
                    ? List.of("X|v|", "X| v|", "X|\\tv|", "X|v|", "X||", "X||")
                    : List.of("X| v|", "X|  v|", "X|\\tv|", "X|v|", "X||", "X| |");
            assertEquals(
                    expected,
                    filter.heard().stream()
                            .filter(line -> line.startsWith("L "))
                            .map(line -> line.substring(2))
                            .toList());
        }
    }

    @Test
    void editsComeBackInTheirOrder() throws Exception {
        Reply.Edit insert = new Reply.InsertHeader(0, text("X"), text("y"));
        Reply.Edit delete = new Reply.ChangeHeader(1, text("A"), Bytes.EMPTY);
        ScriptedFilter filter = filter(ScriptedFilter.agreeing(
                ALL_ACTIONS, 0, ScriptedFilter.saying('E', new Reply.Progress(), delete, insert, new Reply.Accept())));
        ClientSession session = session(POSTFIX, filter);
        envelope(session);
        EndOfMessage end = session.content(message(POSTFIX));
        assertEquals(new EndOfMessage(List.of(delete, insert), new MilterResponse.Accept()), end);
        assertEquals(
                "X: y\r\nSubject: s\r\n\r\nbody\r\n",
                Bytes.copyOf(message(POSTFIX).edit(end.edits(), false).toOctets())
                        .latin1());
        assertEquals(List.of(), session.takeRemarks());
    }

    @ParameterizedTest
    @EnumSource(MtaProfile.class)
    void editsThatWereNotAgreedOnAreHonouredWithARemark(MtaProfile profile) throws Exception {
        Reply.Edit insert = new Reply.InsertHeader(0, text("X"), text("y"));
        ScriptedFilter filter =
                filter(ScriptedFilter.agreeing(0, 0, ScriptedFilter.saying('E', insert, new Reply.Accept())));
        ClientSession session = session(profile, filter);
        envelope(session);
        assertEquals(List.of(insert), session.content(message(profile)).edits());
        assertEquals(List.of("reply i without ADD_HEADERS having been negotiated"), session.takeRemarks());
    }

    @Test
    void sendmailDefersAMessageWhoseBodyIsReplacedWithoutLeave() throws Exception {
        Reply.Edit replace = new Reply.ReplaceBody(text("x"));
        ScriptedFilter filter =
                filter(ScriptedFilter.agreeing(0, 0, ScriptedFilter.saying('E', replace, new Reply.Accept())));
        ClientSession session = session(SENDMAIL, filter);
        envelope(session);
        EndOfMessage end = session.content(message(SENDMAIL));
        assertEquals(List.of(), end.edits());
        assertInstanceOf(MilterResponse.Tempfail.class, end.response());
    }

    @Test
    void postfixHoldsForAFilterThatAsksEarlyAndAsksItNoMore() throws Exception {
        Reply.Quarantine quarantine = new Reply.Quarantine(text("r".repeat(120)));
        ScriptedFilter filter =
                filter(ScriptedFilter.agreeing(0x20, 0, ScriptedFilter.saying('M', quarantine, new Reply.Continue())));
        ClientSession session = session(POSTFIX, filter);
        envelope(session);
        EndOfMessage end = session.content(message(POSTFIX));
        session.quit();
        assertEquals(List.of(new Reply.Quarantine(text("r".repeat(100)))), end.edits());
        assertTrue(end.response().letsPass());
        assertEquals("OCHMAAQ", filter.codes());
    }

    @Test
    void aQuarantineInTheContentIsOfThatMessage() throws Exception {
        Reply.Quarantine quarantine = new Reply.Quarantine(text("r"));
        ScriptedFilter filter =
                filter(ScriptedFilter.agreeing(0x20, 0, ScriptedFilter.saying('L', quarantine, new Reply.Continue())));
        ClientSession session = session(POSTFIX, filter);
        for (int i = 0; i < 2; i++) {
            mail(session);
            assertEquals(
                    new EndOfMessage(List.of(quarantine), new MilterResponse.Continue()),
                    session.content(message(POSTFIX)));
        }
        session.close();
        assertEquals("OMLAML", filter.codes());
    }

    @Test
    void refusedRecipientsAreToldToWhoAsked() throws Exception {
        SmtpReply reply = SmtpReply.of(550, "5.1.1", "User unknown");
        for (int protocol : new int[] {0, Step.REJECTED_RECIPIENTS.bit()}) {
            ScriptedFilter filter =
                    filter(ScriptedFilter.agreeing(0, protocol, ScriptedFilter.saying('R', new Reply.Reject())));
            ClientSession session = session(POSTFIX, filter);
            mail(session);
            session.refusedRcpt(text("<x@example.com>"), List.of(), reply);
            session.close();
            List<String> heard = filter.heard().stream()
                    .filter(line -> line.matches("(DR|R).*"))
                    .toList();
            assertEquals(
                    protocol == 0
                            ? List.of()
                            : List.of(
                                    "DR {rcpt_addr}=User unknown {rcpt_host}=5.1.1 {rcpt_mailer}=error",
                                    "R <x@example.com>|"),
                    heard);
        }
    }

    @Test
    void severalSessionsOnOneConnection() throws Exception {
        ScriptedFilter filter = filter(ScriptedFilter.agreeing(0, 0, ScriptedFilter::goOn));
        ClientSession session = session(SENDMAIL, filter);
        session.connect(client());
        mail(session);
        assertTrue(session.quitNewConnection());
        session.connect(client());
        session.quit();
        assertEquals("OCMAKCQ", filter.codes());
    }

    @Test
    void aClientOfAnUnknownFamilyHasNoAddress() throws Exception {
        ScriptedFilter filter = filter(ScriptedFilter.agreeing(0, 0, ScriptedFilter::goOn));
        ClientSession session = session(SENDMAIL, filter);
        session.connect(new Command.Connect(text("unknown"), org.vidimus.milter.wire.Family.UNKNOWN, 0, Bytes.EMPTY));
        session.close();
        Frame connect = filter.frames().getLast();
        assertEquals("C unknown\\x00U", connect.toString());
    }

    @Test
    void aRecordingHasBothSides() throws Exception {
        ScriptedFilter filter = filter(ScriptedFilter.agreeing(0, 0, ScriptedFilter::goOn));
        List<String> lines = new ArrayList<>();
        MilterClient client = new MilterClient(transport, FilterSettings.of(filter.socket()), Mta.of(SENDMAIL, "mx"))
                .recording(line -> lines.add(WireLog.format(line)));
        try (ClientSession session = client.open()) {
            session.helo(text("h"));
        }
        assertEquals(
                List.of(
                        "[1] len=13 O b'\\x00\\x00\\x00\\x06\\x00\\x00\\x01\\xff\\x00\\x1f\\xff\\xff'",
                        "   -> O b'\\x00\\x00\\x00\\x06\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00'",
                        "[1] len=2 D b'H'",
                        "[1] len=3 H b'h\\x00'",
                        "   -> c b''"),
                lines);
    }

    @ParameterizedTest
    @CsvSource({"a, OCM", "d, OCM", "r, OCMU", "c, OCMU"})
    void aFilterThatIsDoneWithTheMessageHearsOfNoUnknownCommand(char reply, String sent) throws Exception {
        ScriptedFilter filter = filter(ScriptedFilter.agreeing(0, 0, (frame, wire) -> {
            wire.frame(frame.code() == 'M' ? reply : 'c', "");
        }));
        ClientSession session = session(POSTFIX, filter);
        session.connect(client());
        mail(session);
        session.unknown(text("FOO"));
        session.close();
        assertEquals(sent, filter.codes());
    }

    @Test
    void anInterruptEndsTheWait() throws Exception {
        ScriptedFilter filter = filter(ScriptedFilter.agreeing(0, 0, (_, _) -> {}));
        ClientSession session = session(POSTFIX, filter);
        Thread.currentThread().interrupt();
        assertThrows(InterruptedException.class, () -> mail(session));
        session.close();
        assertInstanceOf(MilterResponse.Broken.class, rcpt(session));
        assertEquals("OM", filter.codes());
    }
}
