package org.vidimus.policy.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vidimus.policy.Spec;
import org.vidimus.policy.authres.AuthservId;
import org.vidimus.policy.base.Budgets;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.dmarc.DmarcPolicy;
import org.vidimus.policy.dns.ZoneResolver;
import org.vidimus.policy.message.HeaderField;
import org.vidimus.policy.message.HeaderForm;
import org.vidimus.policy.sieve.Scripts;
import org.vidimus.policy.sieve.SieveScript;
import org.vidimus.policy.sieve.run.SieveOutcome;

/// What a script's actions do to a message at the end of its SMTP transaction.
class SievePolicyTest {
    private static final String[] ZONE = {
        "bank.example. TXT \"v=spf1 ip4:192.0.2.1 -all\"",
        "_dmarc.bank.example. TXT \"v=DMARC1; p=reject\"",
        "shop.example. TXT \"v=spf1 ip4:192.0.2.2 -all\"",
        "_dmarc.shop.example. TXT \"v=DMARC1; p=quarantine\"",
    };
    private static final Mail REFUSED = Mail.of("<x@evil.example>", "From: a@bank.example", "Subject: hi");
    private static final Mail HELD = Mail.of("<x@evil.example>", "From: a@shop.example", "Subject: hi");
    private static final Mail FINE =
            Mail.of("<a@bank.example>", "From: a@bank.example", "Subject: hi").from("192.0.2.1");

    private static SievePolicy policy(String script) {
        return new SievePolicy(
                Scripts.script(script), new SievePolicy.Surroundings(System::nanoTime, ZoneOffset.UTC, "1.2"));
    }

    private static Pipeline pipeline(LocalPolicy policy) {
        return new Pipeline(
                        PipelineSettings.of(new AuthservId("mx.example.com"))
                                .with(new DmarcHandling(DmarcPolicy.REJECT, Deferral.ACCEPT)),
                        Budgets.DEFAULT,
                        ZoneResolver.of(ZONE),
                        () -> Instant.parse("2026-11-23T12:00:00Z"),
                        () -> 0,
                        Runnable::run)
                .with(() -> policy);
    }

    private static Findings through(String script, Mail mail) {
        return mail.through(pipeline(policy(script)));
    }

    private static String noted(Findings findings) {
        return findings.notes().stream()
                .filter(note -> note.name().startsWith("script"))
                .map(Note::toString)
                .collect(Collectors.joining(" "));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // script                                            | DMARC: reject | quarantine | pass
                "''                                                  | 550 5.7.1     | quarantine | accept",
                "stop;                                               | 550 5.7.1     | quarantine | accept",
                "keep;                                               | accept        | accept     | accept",
                "discard;                                            | discard       | discard    | discard",
                "require 'fileinto'; fileinto 'Junk';                | 550 5.7.1     | quarantine | accept",
                "require 'fileinto'; fileinto 'Junk'; keep;          | accept        | accept     | accept",
                "require 'fileinto'; fileinto 'Quarantine';          | quarantine    | quarantine | quarantine",
                "require 'fileinto'; fileinto 'quarantine'; keep;    | quarantine    | quarantine | quarantine",
                "require 'fileinto'; fileinto 'Junk'; discard;       | 550 5.7.1     | quarantine | accept",
                "keep; discard;                                      | accept        | accept     | accept",
                "require 'ereject'; ereject 'No';                    | 550 5.7.1     | 550 5.7.1  | 550 5.7.1",
                "require 'reject'; reject 'No';                      | 550 5.7.1     | 550 5.7.1  | 550 5.7.1",
                "redirect 'c@d.example';                             | 550 5.7.1     | quarantine | accept",
            })
    @Spec({"RFC 5228 §2.10.2", "RFC 5228 §4.4", "RFC 5429 §2.1"})
    void onlyAnExplicitKeepLetsThroughWhatConfigurationRefuses(
            String script, String refused, String held, String fine) {
        String text = script.replace('\'', '"');
        assertEquals(
                List.of(refused, held, fine),
                List.of(REFUSED, HELD, FINE).stream()
                        .map(mail -> Mail.word(through(text, mail).disposition()))
                        .toList());
    }

    @Test
    @Spec({"RFC 9989 §5.4", "RFC 9990 §3.1.6"})
    void theRuleThatDecidedIsNamedInTheLogAndInTheReason() {
        Findings findings = through("# known\nif header \"subject\" \"hi\" {\n  keep;\n}\n", REFUSED);
        assertEquals("script=keep@test:3", noted(findings));
        assertEquals(List.of("keep"), findings.events());
        assertEquals(
                "p=reject; local_policy: test:3",
                Mail.result(findings, "dmarc").comment().orElse(""));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "                     | No                    | 550 5.7.1 No",
                ":code '550 5.7.26'   | Not from you          | 550 5.7.26 Not from you",
                ":code '451 4.7.1'    | Come back             | 451 4.7.1 Come back",
                "                     | 451 4.7.1 Come back   | 550 5.7.1 451 4.7.1 Come back", // often of the message
                "                     | one@two@@three        | 550 5.7.1 one / two /  / three",
                "                     | caf\u00e9               | 550 5.7.1 caf?",
            })
    @Spec("RFC 5429 §2.1.1")
    void aRefusalIsASafeSmtpReplyWithCodesOfItsOwn(String code, String text, String reply) {
        String script = "require [\"ereject\", \"vnd.vidimus.smtp\"]; ereject "
                + (code == null ? "" : code.replace('\'', '"')) + " text:\n" + text.replace("@", "\n") + "\n.\n;";
        Disposition.Refuse refuse = (Disposition.Refuse) through(script, FINE).disposition();
        assertEquals(reply, refuse.line());
    }

    @Test
    void whatIsLoggedIsNotedAndDecidesNothing() {
        Findings findings = through("require \"vnd.vidimus.smtp\"; log \"one\\r\ntwo\";", REFUSED);
        assertEquals("550 5.7.1", Mail.word(findings.disposition()));
        assertTrue(noted(findings).startsWith("script-log="), noted(findings));
        assertEquals(List.of("log"), findings.events());
    }

    @Test
    void whatConfigurationProposesCanBeAskedFor() {
        String known = "require \"vnd.vidimus.auth\"; if auth_policy :applied \"reject\" { keep; }";
        assertEquals("accept", Mail.word(through(known, REFUSED).disposition()));
        assertEquals("quarantine", Mail.word(through(known, HELD).disposition()));
    }

    @Test
    @Spec({"RFC 5429 §2.1.1", "RFC 6531 §3.7.4.2"})
    void onlyInternationalClientsAreToldMoreThanAscii() {
        Pipeline pipeline = pipeline(policy("require \"reject\"; reject \"caf\u00e9 \u0001\u0007\u009b\";"));
        Envelope international = new Envelope(Bytes.utf8("<>"), new HeaderForm(true, true));
        try (Examination examination = pipeline.begin(ConnectionFacts.LOCAL, international)) {
            examination.endOfHeaders();
            assertEquals(
                    new Disposition.Refuse(550, "5.7.1", "caf\u00e9 ???"),
                    examination.end().disposition());
        }
    }

    @Test
    void aHugeRefusalIsCutToWhatMtasTake() {
        String lines = "x".repeat(5000) + "\ny".repeat(100);
        Disposition.Refuse refuse = (Disposition.Refuse)
                through("require \"reject\"; reject \"" + lines + "\";", FINE).disposition();
        assertEquals(32, refuse.lines().size());
        assertEquals(900, refuse.lines().getFirst().length());
        assertEquals(
                "Message refused by local policy",
                ((Disposition.Refuse) through("require \"reject\"; reject \" \";", FINE)
                                .disposition())
                        .text());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "redirect 'c@d.example';                               | [-<a@b.example>, -<B@b.example>, +<c@d.example>]",
                "redirect 'c@d.example'; redirect 'e@d.example';       |"
                        + " [-<a@b.example>, -<B@b.example>, +<c@d.example>, +<e@d.example>]",
                "redirect 'b@b.example';                               | [-<a@b.example>]",
                "redirect 'c@d.example'; keep;                         | [+<c@d.example>]",
                "require 'copy'; redirect :copy 'c@d.example';         | [+<c@d.example>]",
                "require 'copy'; redirect :copy 'a@b.example';         | []",
                "require 'fileinto'; redirect 'c@d.example'; fileinto 'Sent'; | [+<c@d.example>]",
            })
    @Spec({"RFC 5228 §4.2", "RFC 3894 §3"})
    void redirectChangesTheRecipients(String script, String edits) {
        Pipeline pipeline = pipeline(policy(script.replace('\'', '"')));
        assertTrue(pipeline.changesRecipients());
        try (Examination examination = pipeline.begin(ConnectionFacts.LOCAL, new Envelope(Bytes.utf8("<>")))) {
            examination.recipient(Bytes.utf8("<a@b.example>"));
            examination.recipient(Bytes.utf8("<B@b.example>"));
            examination.header(HeaderField.of("From", " a@b.example"));
            examination.endOfHeaders();
            assertEquals(
                    edits,
                    examination.end().recipients().stream()
                            .map(edit -> switch (edit) {
                                case RecipientEdit.Add(Bytes address) -> "+" + address;
                                case RecipientEdit.Delete(Bytes address) -> "-" + address;
                            })
                            .toList()
                            .toString());
        }
    }

    @Test
    void recipientsThatAreNotKnownCannotBeTakenOff() {
        Pipeline pipeline = new Pipeline(
                        PipelineSettings.DEFAULT,
                        Budgets.DEFAULT.withRecipients(1),
                        ZoneResolver.of(ZONE),
                        Instant::now,
                        () -> 0,
                        Runnable::run)
                .with(() -> policy("redirect \"c@d.example\";"));
        try (Examination examination = pipeline.begin(ConnectionFacts.LOCAL, new Envelope(Bytes.utf8("<>")))) {
            examination.recipient(Bytes.utf8("<a@b.example>"));
            examination.recipient(Bytes.utf8("<b@b.example>"));
            examination.endOfHeaders();
            assertEquals("452 4.5.3", Mail.word(examination.end().disposition()));
        }
    }

    @Test
    void aFolderIsAFieldForThoseWhoDeliver() {
        Findings findings = through("require \"fileinto\"; fileinto \"Lists/caf\u00e9\\r\\nX\";", FINE);
        assertEquals(
                "X-Vidimus-Fileinto: Lists/caf\u00e9rnX",
                findings.edits().stream()
                        .map(edit -> edit instanceof HeaderEdit.Insert(HeaderField field)
                                ? field.name().utf8() + ":" + field.value().utf8()
                                : edit.toString())
                        .findFirst()
                        .orElseThrow());
        assertEquals(" A??B: c", OwnFields.folder("A\r\nB: c").value().utf8());
    }

    @Test
    @Spec("RFC 5228 §2.10.6")
    void aFaultChangesNothingAndIsNoted() {
        Findings findings = through(
                "require [\"fileinto\", \"envelope\"];\nfileinto \"Junk\";\n"
                        + "redirect \"a@b.example\";\n".repeat(11),
                REFUSED);
        assertEquals("550 5.7.1", Mail.word(findings.disposition()));
        assertEquals("script-fault=\"test:13:1: more than 10 redirections\"", noted(findings));
        assertEquals(List.of("fault"), findings.events());
        assertEquals(
                "accept",
                Mail.word(through("redirect \"a@b.example\";".repeat(11), FINE).disposition()));
    }

    @Test
    void whatOfTheBodyIsNotSeenIsNoted() {
        Budgets.Sieve all = Budgets.Sieve.DEFAULT;
        SieveScript script = Scripts.script("require \"body\"; if body :raw :contains \"needle\" { discard; }")
                .within(new Budgets.Sieve(
                        all.scriptBytes(),
                        all.nesting(),
                        all.includes(),
                        all.work(),
                        all.time(),
                        all.variables(),
                        all.variableChars(),
                        all.actions(),
                        all.redirects(),
                        10));
        SievePolicy few =
                new SievePolicy(script, new SievePolicy.Surroundings(System::nanoTime, ZoneOffset.UTC, "1.2"));
        assertEquals(10, few.bodyOctets());
        try (Examination examination = pipeline(few).begin(ConnectionFacts.LOCAL, new Envelope(Bytes.utf8("<>")))) {
            examination.header(HeaderField.of("From", " a@b.example"));
            examination.endOfHeaders();
            byte[] body = "hay, hay, a needle\r\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
            examination.body(body, 0, body.length);
            Findings findings = examination.end();
            assertEquals("accept", Mail.word(findings.disposition()));
            assertEquals("script-cut=\"the body after 10 octets\"", noted(findings));
        }
    }

    @Test
    void theEnvelopeAndTheSizeAreThoseOfTheTransaction() {
        String script = """
                require ["envelope", "fileinto"];
                if envelope "from" "x@evil.example" { fileinto "from"; }
                if envelope "to" "b@b.example" { fileinto "to"; }
                if envelope "auth" "ann" { fileinto "auth"; }
                if size :over 47 { fileinto "over"; }
                if size :over 48 { fileinto "under"; }
                """;
        Pipeline pipeline = pipeline(policy(script));
        ConnectionFacts ann = ConnectionFacts.LOCAL.withAuthentication(
                new Authentication(Bytes.utf8("ann"), java.util.Optional.empty()));
        try (Examination examination = pipeline.begin(ann, new Envelope(Bytes.utf8("<x@evil.example>")))) {
            examination.recipient(Bytes.utf8("<a@b.example>"));
            examination.recipient(Bytes.utf8("<b@b.example>"));
            examination.header(HeaderField.of("From", " a@b.example"));
            examination.header(HeaderField.of("Subject", " 67890\n 1"));
            examination.endOfHeaders();
            examination.body("12345\r\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII), 0, 7);
            assertEquals(
                    "script=fileinto@test:2:from script=fileinto@test:3:to script=fileinto@test:4:auth"
                            + " script=fileinto@test:5:over",
                    noted(examination.end()));
        }
    }

    @Test
    void whoWatchesSeesEachCommandAndTest() {
        List<SieveOutcome> runs = new ArrayList<>();
        FINE.through(pipeline(policy("if size :over 1K { discard; }\nkeep;").watchedBy(runs::add)));
        assertEquals(
                List.of("size false", "keep "),
                runs.getFirst().trace().stream()
                        .filter(line -> !line.name().equals("if"))
                        .map(line -> line.name() + " "
                                + line.outcome().map(Object::toString).orElse(""))
                        .toList());
        assertFalse(policy("keep;").bodyOctets() > 0);
    }
}
