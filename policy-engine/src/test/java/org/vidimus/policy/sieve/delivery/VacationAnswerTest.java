package org.vidimus.policy.sieve.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vidimus.policy.Fuzzing;
import org.vidimus.policy.Spec;
import org.vidimus.policy.base.Budgets;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.base.Parsed;
import org.vidimus.policy.message.HeaderText;
import org.vidimus.policy.message.RawMessage;
import org.vidimus.policy.mime.MimeParts;
import org.vidimus.policy.mime.Part;
import org.vidimus.policy.mime.PartText;
import org.vidimus.policy.sieve.Scripts;
import org.vidimus.policy.sieve.run.Action;
import org.vidimus.policy.sieve.run.SieveMessage;

/// To whom those answer who are away, and with what.
class VacationAnswerTest {
    private static final Recipient JANE = new Recipient("user@example.com", List.of("jane@example.com"));
    private static final String MAIL = """
            From: Sender <sender@example.org>
            To: user@example.com
            Subject: Frop!
            Message-ID: <2@example.org>
            References: <0@example.org> <1@example.org>

            Hello
            """;

    private static Answer answer(String script, SieveMessage message) {
        Action.Vacation action = Scripts.run("require \"vacation-seconds\";\n" + script, message).actions().stream()
                .filter(Action.Vacation.class::isInstance)
                .map(Action.Vacation.class::cast)
                .findFirst()
                .orElseThrow();
        return new Vacation(Site.of("mx.example.com"), Fuzzing.random(5230)).answer(action, message, JANE);
    }

    private static Answer.Due due(String script, String mail) {
        return assertInstanceOf(Answer.Due.class, answer(script, Scripts.message(mail)));
    }

    static RawMessage parsed(Bytes octets) {
        return switch (RawMessage.parse(octets, Budgets.DEFAULT)) {
            case Parsed.Ok<RawMessage>(RawMessage raw) -> raw;
            case Parsed.Malformed<RawMessage> malformed -> fail(malformed.toString());
        };
    }

    private static String field(Answer.Due answer, String name) {
        return parsed(answer.message().octets()).header().named(Bytes.utf8(name)).stream()
                .map(entry -> HeaderText.decoded(entry.field()))
                .findFirst()
                .orElse("-");
    }

    private static SieveMessage from(String sender, String mail) {
        SieveMessage message = Scripts.message(mail);
        return new SieveMessage(
                message.header(),
                message.size(),
                new SieveMessage.Envelope(sender, List.of("user@example.com"), Optional.empty()),
                message.body(),
                message.environment(),
                message.checks(),
                message.time());
    }

    @Test
    @Spec({"RFC 5230 §5.1", "RFC 5230 §5.2", "RFC 5230 §5.5", "RFC 5230 §5.6", "RFC 3834 §3.1", "RFC 3834 §5"})
    void anAnswerIsAWholeMessage() {
        Answer.Due answer = due("vacation \"I am away.\nUntil Monday.\";", MAIL);
        assertEquals("sender@example.org", answer.message().to());
        assertFalse(answer.message().international());
        assertEquals("user@example.com", field(answer, "From"));
        assertEquals("<sender@example.org>", field(answer, "To"));
        assertEquals("Auto: Frop!", field(answer, "Subject"));
        assertEquals("Tue, 24 Nov 2026 12:00:00 +0000", field(answer, "Date"));
        assertTrue(field(answer, "Message-ID").matches("<[0-9a-f]+\\.[0-9a-f]+@mx\\.example\\.com>"));
        assertEquals("<2@example.org>", field(answer, "In-Reply-To"));
        assertEquals("<0@example.org> <1@example.org> <2@example.org>", field(answer, "References"));
        assertEquals("auto-replied (vacation)", field(answer, "Auto-Submitted"));
        assertEquals(
                "I am away.\r\nUntil Monday.",
                parsed(answer.message().octets()).body().utf8());
        assertEquals(Duration.ofDays(7), answer.period());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "List-Id: <a.example.org>             | a mailing list",
                "List-Unsubscribe: <mailto:a@b.example> | a mailing list",
                "Auto-Submitted: auto-generated       | sent automatically",
                "Auto-Submitted: yes                  | sent automatically",
                "Auto-Submitted: nonsense             | sent automatically",
                "Precedence: Bulk                     | bulk mail",
                "Precedence: list                     | bulk mail",
                "X-Auto-Response-Suppress: DR, OOF,RN | answers are not wanted",
                "X-Auto-Response-Suppress: All        | answers are not wanted",
                "Auto-Submitted: no                   | ''",
                "Auto-Submitted: no (really)          | ''",
                "Precedence: normal                   | ''",
                "X-Auto-Response-Suppress: DR, RN     | ''",
            })
    @Spec({"RFC 5230 §4.6", "RFC 3834 §2", "RFC 3834 §5"})
    void machinesAreNotAnswered(String field, String why) {
        Answer answer = answer("vacation \"away\";", Scripts.message(field + "\n" + MAIL));
        assertEquals(why, answer instanceof Answer.None(String reason) ? reason : "");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''                                 | null sender",
                "<>                                 | null sender",
                "root                               | the sender is no address",
                "a b@example.org                    | the sender is no address",
                "MAILER-DAEMON@example.org          | the sender is a machine",
                "owner-a@example.org                | the sender is a machine",
                "a-request@example.org              | the sender is a machine",
                "a-bounces+b=c@example.org          | the sender is a machine",
                "no-reply@example.org               | the sender is a machine",
                "User@EXAMPLE.com                   | own address",
                "jane@example.com                   | own address",
                "third@example.com                  | own address",
                "sender@example.org                 | ''",
                "request@example.org                | ''",
            })
    @Spec({"RFC 5230 §4.5", "RFC 5230 §4.6", "RFC 3834 §2"})
    void sendersThatAreNotAnswered(String sender, String why) {
        Answer answer = answer("vacation :addresses \"third@example.com\" \"away\";", from(sender, MAIL));
        String reason = answer instanceof Answer.None(String given) ? given : "";
        assertEquals(why.equals("null sender") && sender.equals("<>") ? "the sender is no address" : why, reason);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "To: user@example.com              | user@example.com",
                "Cc: a@b.example, User@Example.com | user@example.com",
                "Resent-To: Jane <jane@example.com> | jane@example.com",
                "To: third@example.com             | third@example.com",
                "To: all@example.com               | -",
                "X-To: user@example.com            | -",
                "To: user@example.com.example.org  | -",
            })
    @Spec("RFC 5230 §4.5")
    void onlyWhoIsAddressedAnswers(String field, String author) {
        SieveMessage message = Scripts.message("Subject: x\n" + field + "\n\nbody\n");
        Answer answer = answer("vacation :addresses [\"third@example.com\"] \"away\";", message);
        assertEquals(author, answer instanceof Answer.Due due ? field(due, "From") : "-");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "vacation \"a\";                                   | user@example.com | Auto: Grüße",
                "vacation :subject \"Weg: äöü\" \"a\";             | user@example.com | Weg: äöü",
                "vacation :subject \"=?utf-8?b?w4TDlsOc?= s\" \"a\"; | user@example.com | ÄÖÜ s",
                "vacation :from \"Günther M. <g@example.com>\" \"a\"; | Günther M. <g@example.com> | Auto: Grüße",
                "vacation :from \"=?utf-8?q?G=C3=BC?= M. <g@example.com>\" \"a\"; | Gü M. <g@example.com> | Auto: Grüße",
                "vacation :from \"\\\"Doe, J\\\" <g@example.com>\" \"a\"; | \"Doe, J\" <g@example.com> | Auto: Grüße",
            })
    @Spec({"RFC 5230 §5.3", "RFC 5230 §5.4", "RFC 5230 §7"})
    void subjectAndAuthor(String script, String author, String subject) {
        Answer.Due answer = due(script, MAIL.replace("Frop!", "=?iso-8859-1?q?Gr=FC=DFe?="));
        assertEquals(author, field(answer, "From"));
        assertEquals(subject, field(answer, "Subject"));
        assertEquals("-", field(answer, "Bcc"));
        assertTrue(Composer.isAscii(answer.message().octets().latin1()));
    }

    @Test
    void noTextAddsAField() {
        Answer.Due answer = due("vacation :subject \"a\r\nBcc: x@y.example\" \"a\";", MAIL);
        assertEquals("a  Bcc: x@y.example", field(answer, "Subject"));
        assertEquals("-", field(answer, "Bcc"));
        Answer.Due echo = due("vacation \"a\";", MAIL.replace("Frop!", "=?utf-8?q?a=0D=0ABcc:_x@y.example?="));
        assertEquals("Auto: a  Bcc: x@y.example", field(echo, "Subject"));
        assertEquals("-", field(echo, "Bcc"));
    }

    @Test
    @Spec({"RFC 5230 §5.3", "RFC 5230 §5.8"})
    void whatTheMessageLacksTheAnswerLacks() {
        Answer.Due answer = due("vacation \"a\";", "To: user@example.com\n\nbody\n");
        assertEquals("Automated reply", field(answer, "Subject"));
        assertEquals("-", field(answer, "In-Reply-To"));
        assertEquals("-", field(answer, "References"));
        Answer.Due odd = due("vacation \"a\";", "To: user@example.com\nMessage-ID: no <id> at all\n\nbody\n");
        assertEquals("-", field(odd, "In-Reply-To"));
    }

    @Test
    void aLongThreadIsCut() {
        StringBuilder ids = new StringBuilder();
        for (int i = 0; i < 3_000; i++) {
            ids.append(" <").append(i).append("@example.org>\n");
        }
        Answer.Due answer = due(
                "vacation \"a\";",
                "To: user@example.com\nMessage-ID: <last@example.org>\nReferences:" + ids + "\nbody\n");
        String references = field(answer, "References");
        assertEquals(20, references.split(" ").length);
        assertTrue(references.startsWith("<0@example.org> <") && references.endsWith(" <last@example.org>"));
    }

    @Test
    @Spec({"RFC 5230 §4.4", "RFC 5230 §5.7"})
    void textOfAnyCharactersAndEntities() {
        Answer.Due text = due("vacation \"Ich bin weg: äöü €\";", MAIL);
        assertTrue(Composer.isAscii(text.message().octets().latin1()));
        assertEquals("Ich bin weg: äöü €", firstText(text));
        Answer.Due entity = due(
                "vacation :mime \"Content-Type: multipart/alternative; boundary=x\r\n\r\n--x\r\n\r\nweg\r\n--x--\r\n\";",
                MAIL);
        assertEquals("weg", firstText(entity));
        assertEquals("1.0", field(entity, "MIME-Version"));
        Answer.Due eight = due("vacation :mime \"Content-Type: text/plain; charset=utf-8\r\n\r\nä\";", MAIL);
        assertEquals("8bit", field(eight, "Content-Transfer-Encoding"));
        assertEquals("ä", firstText(eight));
    }

    private static String firstText(Answer.Due answer) {
        RawMessage raw = parsed(answer.message().octets());
        return MimeParts.of(raw.header(), raw.body(), Budgets.Mime.DEFAULT).parts().stream()
                .map(Part::content)
                .filter(Part.Content.Leaf.class::isInstance)
                .map(leaf -> PartText.of((Part.Content.Leaf) leaf))
                .findFirst()
                .orElse("-");
    }

    @Test
    @Spec("RFC 5230 §4.2")
    void answersAreTheSameForTheSameHandleOrTheSameWords() {
        String key = due("vacation \"a\";", MAIL).key();
        assertEquals(64, key.length());
        assertEquals(
                key,
                due("vacation :days 3 \"a\";", MAIL.replace("Frop", "Other")).key());
        assertNotEquals(key, due("vacation \"b\";", MAIL).key());
        assertNotEquals(key, due("vacation :subject \"s\" \"a\";", MAIL).key());
        String handle = due("vacation :handle \"h\" \"a\";", MAIL).key();
        assertEquals(
                handle,
                due("vacation :handle \"h\" :subject \"s\" \"b\";", MAIL).key());
        assertNotEquals(key, handle);
    }

    @ParameterizedTest
    @CsvSource({":days 0,1", ":days 1,1", ":days 30,30", ":days 4000,90", ":seconds 5,1"})
    @Spec({"RFC 5230 §4.1", "RFC 6131 §2"})
    void theSiteLimitsThePeriod(String tag, int days) {
        assertEquals(
                Duration.ofDays(days), due("vacation " + tag + " \"a\";", MAIL).period());
    }
}
