package org.vidimus.milter.transcript;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TranscriptParserTest {
    private static final Set<String> POSTFIX = Targets.tags("real", "postfix", "vidimus");
    private static final Set<String> SENDMAIL = Targets.tags("client", "sendmail", "libmilter");

    private static Transcript parse(Set<String> tags, String source) {
        return TranscriptParser.parse("test", "title t\n" + source, tags);
    }

    @Test
    void everyTranscriptReadsForEveryTarget() throws IOException {
        int count = 0;
        for (String kind : List.of("client", "real")) {
            for (String mta : List.of("postfix", "sendmail")) {
                for (String filter : List.of("vidimus", "libmilter", "raw")) {
                    for (Transcript transcript : Transcripts.forTarget(Targets.tags(kind, mta, filter))) {
                        assertFalse(
                                FilterScript.parse(transcript.filter()).rules().isEmpty()
                                        && transcript.filter().isEmpty());
                        assertFalse(transcript.steps().isEmpty(), transcript.name());
                        count++;
                    }
                }
            }
        }
        assertTrue(count > 500, "only " + count);
    }

    @Test
    void readsAnswersDeliveriesAndEvents() {
        Transcript transcript = parse(POSTFIX, """
                filter
                eom insert 0 X-A: b
                smtp
                begin
                rcpt <bad@example.org>
                < 550 5.7.1 no
                data
                | Subject: a
                |  fold
                |
                |* 2 x\\{3*y}
                < 250
                expect
                delivery
                to <c@example.org> NOTIFY=NEVER
                | X-A: *
                hold why*
                events
                  connect *
                  close
                """);
        assertEquals(5, transcript.steps().size());
        assertEquals(
                new Step.Command("RCPT TO:<bad@example.org>", new ReplyPattern("550", "5.7.1 no")),
                transcript.steps().get(3));
        Step.Message message = (Step.Message) transcript.steps().get(4);
        assertEquals("Subject: a\r\n fold\r\n\r\nxyyy\r\nxyyy\r\n", message.content());
        assertEquals(Optional.of(new ReplyPattern("250", "*")), message.onEnd());
        assertEquals(
                "<c@example.org>",
                transcript.deliveries().getFirst().recipients().getFirst().address());
        assertEquals(Optional.of("why*"), transcript.hold());
        assertEquals(Optional.of(List.of("connect *", "close")), transcript.events());
    }

    @Test
    void keepsOnlyTheLinesOfTheTarget() {
        String source = """
                smtp
                # They differ.
                @postfix mail <p@example.com>
                @sendmail+libmilter,raw mail <s@example.com>
                """;
        assertEquals(List.of("MAIL FROM:<p@example.com>"), commands(parse(POSTFIX, source)));
        assertEquals(List.of("MAIL FROM:<s@example.com>"), commands(parse(SENDMAIL, source)));
    }

    private static List<String> commands(Transcript transcript) {
        return transcript.steps().stream()
                .map(step -> ((Step.Command) step).line())
                .toList();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            value = {
                "smtp;@postfix noop ! test:3: a variant needs a reason",
                "smtp;# why;@postfi noop ! unknown target postfi",
                "smtp;jump ! unknown step",
                "smtp;pipeline;noop ! pipeline without end",
                "smtp;data;|x ! a line of a message begins with",
                "expect;delivry ! unknown expectation",
                "color blue ! unknown attribute",
                "smtp;raw a\\q ! unknown escape"
            })
    void refusesWhatItDoesNotUnderstand(String source, String why) {
        TranscriptError error = assertThrows(TranscriptError.class, () -> parse(POSTFIX, source.replace(';', '\n')));
        assertTrue(String.valueOf(error.getMessage()).contains(why), error.getMessage());
    }

    @ParameterizedTest
    @CsvSource({
        "abc, abc, true",
        "abc, abd, false",
        "a*c, abbc, true",
        "a*c, ac, true",
        "a*c, a, false",
        "*, '', true",
        "a*b*c, a1b2c, true",
        "a*b*c, a1c2b, false",
        "aa*aa, aaa, false"
    })
    void starStandsForAnyRun(String pattern, String text, boolean fits) {
        assertEquals(fits, Octets.matches(pattern, text));
    }

    @Test
    void comparesEventsInOrderByConnection() {
        List<String> logged =
                List.of("[1] negotiate 1ff 0", "[1] connect x", "[2] connect y", "[1] close", "[2] close");
        assertEquals(List.of(), EventPattern.differences(List.of("connect x", "close", "[2] ..."), logged));
        assertEquals(List.of(), EventPattern.differences(List.of("...", "[2] connect *", "[2] close"), logged));
        assertFalse(EventPattern.differences(List.of("close", "connect x", "[2] ..."), logged)
                .isEmpty());
        assertFalse(
                EventPattern.differences(List.of("connect x", "close"), logged).isEmpty());
    }
}
