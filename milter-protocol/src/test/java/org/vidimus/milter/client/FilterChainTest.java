package org.vidimus.milter.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.vidimus.milter.client.MtaProfile.POSTFIX;
import static org.vidimus.milter.client.MtaProfile.SENDMAIL;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.vidimus.milter.wire.Bytes;
import org.vidimus.milter.wire.Reply;
import org.vidimus.milter.wire.SmtpReply;
import org.vidimus.milter.wire.Step;

class FilterChainTest extends SessionTestBase {
    private final List<FilterChain> chains = new ArrayList<>();

    @AfterEach
    void closeChains() {
        chains.forEach(FilterChain::close);
    }

    private FilterChain chain(MtaProfile profile, DefaultAction action, ScriptedFilter... filters) throws Exception {
        List<MilterClient> clients = new ArrayList<>();
        for (ScriptedFilter filter : filters) {
            clients.add(new MilterClient(
                    transport, FilterSettings.of(filter.socket()).with(action), Mta.of(profile, "mx.example.com")));
        }
        FilterChain chain = FilterChain.open(profile, clients);
        chains.add(chain);
        return chain;
    }

    private ScriptedFilter saying(char command, Reply... replies) throws Exception {
        return filter(ScriptedFilter.agreeing(0x1ff, 0, ScriptedFilter.saying(command, replies)));
    }

    private static MilterResponse mail(FilterChain chain) throws InterruptedException {
        chain.connect(client());
        chain.helo(text("h"));
        return chain.mail(text("<a@example.org>"), List.of());
    }

    private static MilterResponse rcpt(FilterChain chain) throws InterruptedException {
        return chain.rcpt(text("<b@example.com>"), List.of());
    }

    private static MessageVerdict message(FilterChain chain, MtaProfile profile) throws InterruptedException {
        mail(chain);
        rcpt(chain);
        chain.data();
        return chain.message(message(profile));
    }

    @ParameterizedTest
    @EnumSource(MtaProfile.class)
    void eachFilterSeesWhatTheFormerMadeOfTheMessage(MtaProfile profile) throws Exception {
        ScriptedFilter first = saying(
                'E',
                new Reply.ChangeHeader(1, text("A"), Bytes.EMPTY),
                new Reply.InsertHeader(0, text("X"), text("1")),
                new Reply.ReplaceBody(text("new\r\n")),
                new Reply.Accept());
        // The second wants values raw, and changes what the first inserted.
        ScriptedFilter second = filter(ScriptedFilter.agreeing(
                0x1ff,
                Step.HEADER_LEADING_SPACE.bit(),
                ScriptedFilter.saying('E', new Reply.ChangeHeader(1, text("X"), text("2")), new Reply.Continue())));
        FilterChain chain = chain(profile, DefaultAction.TEMPFAIL, first, second);
        MessageVerdict verdict = message(chain, profile);
        chain.quit();

        assertTrue(verdict.response().letsPass());
        assertEquals(
                "X:2\r\nSubject: s\r\n\r\nnew\r\n",
                Bytes.copyOf(verdict.mail().toOctets()).latin1());
        assertEquals(List.of("L Subject|s|", "L A|1|", "B body\\r\\n"), content(first));
        assertEquals(List.of("L X| 1|", "L Subject| s|", "B new\\r\\n"), content(second));
    }

    private static List<String> content(ScriptedFilter filter) {
        return filter.heard().stream().filter(line -> line.matches("[LB] .*")).toList();
    }

    @ParameterizedTest
    @CsvSource({
        // The first refusal stands; filters behind it do not hear of the command.
        "POSTFIX,  M, OCHMAAQ, OCHAAQ",
        "SENDMAIL, M, OCHMQ, OCHQ",
        "POSTFIX,  E, OCHMRTLLNBEAAQ, OCHMRTAAQ",
        "SENDMAIL, E, OCHMRTLLNBEQ, OCHMRTAQ",
    })
    void theFirstRefusalStands(MtaProfile profile, char command, String sentFirst, String sentSecond) throws Exception {
        ScriptedFilter first = saying(command, new Reply.ReplyCode(text("554 5.7.1 no")));
        ScriptedFilter second = saying(command, new Reply.Tempfail());
        FilterChain chain = chain(profile, DefaultAction.ACCEPT, first, second);
        MilterResponse response = mail(chain);
        if (response.letsPass()) {
            rcpt(chain);
            chain.data();
            response = chain.message(message(profile)).response();
        }
        chain.quit();
        assertEquals(new MilterResponse.Reject(SmtpReply.of(554, "5.7.1", "no")), response);
        assertEquals(sentFirst, first.codes());
        assertEquals(sentSecond, second.codes());
    }

    @Test
    void aRefusedRecipientIsRefusedAloneAndNotToldToTheNext() throws Exception {
        List<String> seen = new ArrayList<>();
        ScriptedFilter first = filter(ScriptedFilter.agreeing(0, 0, (frame, wire) -> {
            boolean refuses = frame.code() == 'R' && seen.isEmpty();
            if (refuses) {
                seen.add("one");
            }
            wire.say(refuses ? new Reply.Reject() : new Reply.Continue());
        }));
        ScriptedFilter second = saying('Z');
        FilterChain chain = chain(POSTFIX, DefaultAction.TEMPFAIL, first, second);
        mail(chain);
        assertInstanceOf(MilterResponse.Reject.class, chain.rcpt(text("<x@example.com>"), List.of()));
        assertEquals(new MilterResponse.Continue(), rcpt(chain));
        chain.quit();
        assertEquals("OCHMRRAQ", first.codes());
        assertEquals("OCHMRAQ", second.codes());
    }

    @Test
    void anAcceptingFilterLeavesTheMessageToTheOthers() throws Exception {
        ScriptedFilter first = saying('M', new Reply.Accept());
        ScriptedFilter second = saying('E', new Reply.Discard());
        FilterChain chain = chain(SENDMAIL, DefaultAction.TEMPFAIL, first, second);
        assertEquals(new MilterResponse.Discard(), message(chain, SENDMAIL).response());
        chain.quit();
        assertEquals("OCHMQ", first.codes());
        assertEquals("OCHMRTLLNBEQ", second.codes());
    }

    @ParameterizedTest
    @CsvSource({"ACCEPT, '', false", "QUARANTINE, '', true", "TEMPFAIL, 451, false", "REJECT, 550, false"})
    void aFailureSticksAndTheDefaultActionAnswers(DefaultAction action, String code, boolean holds) throws Exception {
        ScriptedFilter first = filter(ScriptedFilter.agreeing(0, 0, (_, wire) -> wire.close()));
        ScriptedFilter second = saying('Z');
        FilterChain chain = chain(POSTFIX, action, first, second);
        MilterResponse response = mail(chain);
        assertEquals(
                code,
                response.smtpReply().map(reply -> String.valueOf(reply.code())).orElse(""));
        MessageVerdict verdict = chain.message(message(POSTFIX));
        assertEquals(holds, verdict.mail().held().isPresent());
        assertEquals(response.letsPass(), verdict.response().letsPass());
        chain.quit();
        assertEquals("OC", first.codes());
        assertEquals(1, chain.failures().size());
    }

    @Test
    void aFilterThatDiesReplacingTheBodyDefersTheMessageWhateverTheDefaultAction() throws Exception {
        ScriptedFilter dying = filter(ScriptedFilter.agreeing(0x1ff, 0, (frame, wire) -> {
            if (frame.code() == 'E') {
                wire.say(new Reply.ReplaceBody(text("half")));
                wire.close();
            } else {
                wire.say(new Reply.Continue());
            }
        }));
        FilterChain chain = chain(POSTFIX, DefaultAction.ACCEPT, dying);
        assertInstanceOf(MilterResponse.Tempfail.class, message(chain, POSTFIX).response());
    }

    @Test
    void aQuarantineIsKeptThroughTheChain() throws Exception {
        ScriptedFilter first = saying('E', new Reply.Quarantine(text("why")), new Reply.Continue());
        ScriptedFilter second = saying('Z');
        FilterChain chain = chain(SENDMAIL, DefaultAction.TEMPFAIL, first, second);
        assertEquals(Optional.of(text("why")), message(chain, SENDMAIL).mail().held());
    }

    @Test
    void withoutFiltersAllPasses() throws Exception {
        FilterChain chain = chain(POSTFIX, DefaultAction.TEMPFAIL);
        MessageVerdict verdict = message(chain, POSTFIX);
        assertEquals(new MessageVerdict(new MilterResponse.Continue(), message(POSTFIX)), verdict);
        chain.abort();
        chain.quit();
    }
}
