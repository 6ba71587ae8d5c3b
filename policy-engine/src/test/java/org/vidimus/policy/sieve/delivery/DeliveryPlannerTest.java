package org.vidimus.policy.sieve.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vidimus.policy.Fuzzing;
import org.vidimus.policy.Spec;
import org.vidimus.policy.base.Budgets;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.message.HeaderField;
import org.vidimus.policy.message.RawMessage;
import org.vidimus.policy.mime.MimeParts;
import org.vidimus.policy.sieve.Scripts;
import org.vidimus.policy.sieve.run.EditedHeader;
import org.vidimus.policy.sieve.run.SieveMessage;

/// Plans, each as one line.
class DeliveryPlannerTest {
    private static final Recipient USER = new Recipient("user@example.com", List.of("jane@example.com"));
    private static final String REQUIRE =
            "require [\"fileinto\", \"copy\", \"reject\", \"ereject\", \"vacation\", \"mailbox\"];\n";
    private static final String MAIL = """
            Received: from a by b
            From: sender@example.org
            To: user@example.com
            Subject: Grüße
            Message-ID: <1@example.org>

            Hello
            """;

    private static DeliveryPlan plan(String script, SieveMessage message, Door door) {
        return new DeliveryPlanner(Site.of("mx.example.com"), Fuzzing.random(5228))
                .plan(Scripts.run(REQUIRE + script, message), message, USER, door);
    }

    private static String shown(DeliveryPlan plan) {
        List<String> words = new ArrayList<>();
        plan.stores().forEach(store -> words.add("store " + store.mailbox()));
        plan.forwards().forEach(forward -> words.add("forward " + forward.from() + ">" + forward.to()));
        plan.refusal().ifPresent(refusal -> words.add("refuse"));
        plan.fault().ifPresent(fault -> words.add("fault " + fault.why()));
        return plan.discards() ? "discard" : words.stream().collect(Collectors.joining(", "));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "                                        | store INBOX",
                "keep;                                   | store INBOX",
                "discard;                                | discard",
                "fileinto \"a\"; fileinto \"a\"; keep; keep; | store a, store INBOX",
                "fileinto \"inbox\"; keep;               | store INBOX",
                "fileinto :copy \"a/b\";                 | store a/b, store INBOX",
                "redirect \"b@example.org\";             | forward sender@example.org>b@example.org",
                "redirect \"b@example.org\"; redirect \"b@EXAMPLE.org\"; | forward sender@example.org>b@example.org",
                "redirect \"\\\"a b\\\"@example.org\";   | forward sender@example.org>\"a b\"@example.org",
                "redirect \"Jane@example.com\";          | store INBOX",
                "redirect :copy \"b@example.org\";       | store INBOX, forward sender@example.org>b@example.org",
                "reject \"no\";                          | refuse",
                "discard; fileinto \"a\";                | store a",
                "fileinto \"a\uFFFD\";                    | store INBOX, fault no mailbox can be called \"a\\xEF\\xBF\\xBD\"",
                "discard; reject \"a\"; keep;            | store INBOX, fault keep together with reject",
            })
    @Spec({"RFC 5228 §2.10.2", "RFC 5228 §2.10.3", "RFC 5228 §2.10.6", "RFC 5228 §4.1", "RFC 5228 §4.2"})
    void plans(String script, String shown) {
        assertEquals(shown, shown(plan(script == null ? "" : script, Scripts.message(MAIL), Door.OPEN)));
    }

    @Test
    @Spec("RFC 5228 §4.2")
    void redirectionsDoNotLoop() {
        String script = "redirect \"b@example.org\";";
        DeliveryPlan plan = plan(script, Scripts.message(MAIL), Door.OPEN);
        HeaderField mark = plan.forwards().getFirst().top().getFirst();
        String again = mark.name().utf8() + ":" + mark.value().utf8() + "\n" + MAIL;
        assertEquals(
                "store INBOX, fault redirect of a message that was redirected here before",
                shown(plan(script, Scripts.message(again), Door.OPEN)));
        assertEquals(
                "store INBOX, fault redirect after 50 hops",
                shown(plan(script, Scripts.message("Received: x\n".repeat(49) + MAIL), Door.OPEN)));
        assertEquals(
                "forward sender@example.org>b@example.org",
                shown(plan(script, Scripts.message("Received: x\n".repeat(48) + MAIL), Door.OPEN)));
    }

    @Test
    @Spec("RFC 5228 §4.2")
    void theNullSenderStaysNull() {
        assertEquals(
                "forward >b@example.org",
                shown(plan("redirect \"b@example.org\";", nullSender(Scripts.message(MAIL)), Door.OPEN)));
    }

    private static SieveMessage nullSender(SieveMessage message) {
        return new SieveMessage(
                message.header(),
                message.size(),
                new SieveMessage.Envelope("", message.envelope().to(), Optional.empty()),
                message.body(),
                message.environment(),
                message.checks(),
                message.time());
    }

    private static Refusal refusal(String script, SieveMessage message, Door door) {
        return plan(script, message, door).refusal().orElseThrow();
    }

    @Test
    @Spec({"RFC 5429 §2.1.1", "RFC 5429 §2.2", "RFC 5429 §2.5"})
    void aReplyWhereOneCanBeGiven() {
        SieveMessage mail = Scripts.message(MAIL);
        assertEquals(
                new Refusal.Reply(550, "5.7.1", List.of("one", "", "two")),
                refusal("reject \"one\r\n\r\ntwo\";", mail, Door.OPEN));
        assertEquals(
                new Refusal.Reply(550, "5.7.1", List.of("nö")), refusal("reject \"nö\";", mail, new Door(true, true)));
        assertEquals(
                new Refusal.Reply(550, "5.7.1", List.of("The mail filter of the recipient refused the message")),
                refusal("ereject \"nö\";", mail, Door.OPEN));
        assertInstanceOf(Refusal.Report.class, refusal("reject \"nö\";", mail, Door.OPEN));
        Refusal.Reply many = (Refusal.Reply) refusal("ereject \"" + "long ".repeat(10_000) + "\";", mail, Door.OPEN);
        assertEquals(20, many.lines().size());
        assertTrue(many.lines().stream().allMatch(line -> line.length() <= 400));
    }

    @Test
    @Spec({"RFC 5429 §2.2.1", "RFC 8098 §3"})
    void rejectIsADispositionNotification() {
        Outgoing report =
                ((Refusal.Report) refusal("reject \"nö, danke\";", Scripts.message(MAIL), Door.CLOSED)).message();
        assertEquals("sender@example.org", report.to());
        RawMessage raw = VacationAnswerTest.parsed(report.octets());
        MimeParts parts = MimeParts.of(raw.header(), raw.body(), Budgets.Mime.DEFAULT);
        assertEquals(
                "multipart/report, text/plain, message/disposition-notification, text/rfc822-headers",
                parts.parts().stream().map(part -> part.type().toString()).collect(Collectors.joining(", ")));
        String text = report.octets().utf8();
        assertTrue(text.contains("\r\nFrom: user@example.com\r\n") || text.startsWith("From: user@example.com\r\n"));
        assertTrue(text.contains("\r\nAuto-Submitted: auto-replied (rejected)\r\n"));
        assertTrue(text.contains("\r\nFinal-Recipient: rfc822; user@example.com\r\n"));
        assertTrue(text.contains("\r\nOriginal-Message-ID: <1@example.org>\r\n"));
        assertTrue(text.contains("\r\nDisposition: automatic-action/MDN-sent-automatically; deleted\r\n"));
        assertTrue(text.contains("n=C3=B6, danke"));
        assertTrue(text.contains("Subject: Grüße\r\n"));
    }

    @Test
    @Spec({"RFC 5429 §2.1.2", "RFC 3464 §2"})
    void erejectIsADeliveryStatus() {
        Outgoing report = ((Refusal.Report) refusal("ereject \"no\";", Scripts.message(MAIL), Door.CLOSED)).message();
        RawMessage raw = VacationAnswerTest.parsed(report.octets());
        MimeParts parts = MimeParts.of(raw.header(), raw.body(), Budgets.Mime.DEFAULT);
        assertEquals(
                "multipart/report, text/plain, message/delivery-status, text/rfc822-headers",
                parts.parts().stream().map(part -> part.type().toString()).collect(Collectors.joining(", ")));
        String text = report.octets().utf8();
        assertTrue(text.contains("\r\nReporting-MTA: dns; mx.example.com\r\n\r\nFinal-Recipient: rfc822; user@"));
        assertTrue(text.contains("\r\nAction: failed\r\nStatus: 5.7.1\r\n"));
    }

    @Test
    @Spec({"RFC 5429 §2.1.2", "RFC 5429 §2.2.1"})
    void nobodyIsToldAboutARefusedBounce() {
        SieveMessage bounce = nullSender(Scripts.message(MAIL));
        assertEquals(new Refusal.Silence("null sender"), refusal("ereject \"no\";", bounce, Door.CLOSED));
        assertEquals(new Refusal.Silence("null sender"), refusal("reject \"nö\";", bounce, Door.OPEN));
        assertInstanceOf(Refusal.Reply.class, refusal("ereject \"no\";", bounce, Door.OPEN));
    }

    @Test
    void aReportHoldsNoMoreThanTheTopOfALongHeader() {
        SieveMessage mail = Scripts.message(MAIL.replace("\n\n", "\n" + "X-A: b\n".repeat(9_000) + "\n"));
        Outgoing report = ((Refusal.Report) refusal("ereject \"no\";", mail, Door.CLOSED)).message();
        assertTrue(report.octets().length() < 64 << 10);
    }

    @Test
    @Spec("RFC 5293 §4")
    void changesOfTheHeaderAreCarriedOut() {
        RawMessage raw = VacationAnswerTest.parsed(Bytes.utf8("A: 1\r\nB: 2\r\n 3\r\nC: 4\r\n\r\nbody\r\n"));
        EditedHeader.Changes changes = new EditedHeader.Changes(
                List.of(0), List.of(HeaderField.of("T", " t")), List.of(HeaderField.of("Z", " z")));
        assertEquals(
                "X: x\r\nT: t\r\nB: 2\r\n 3\r\nC: 4\r\nZ: z\r\n\r\nbody\r\n",
                Edited.message(raw, changes, List.of(HeaderField.of("X", " x"))).utf8());
    }
}
