package org.vidimus.daemon.mta;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vidimus.daemon.mta.VerificationLab.Configuration;
import org.vidimus.daemon.wiring.Wiring;
import org.vidimus.milter.mta.Delivery;
import org.vidimus.milter.mta.RealMta;
import org.vidimus.milter.mta.SmtpAnswer;
import org.vidimus.milter.mta.SmtpDialogue;
import org.vidimus.policy.Spec;

/// What a policy script does, as the SMTP client, the MTA's queue and the recipient see it; the tests of
/// contrib-postfix and contrib-sendmail inherit it.
public abstract class PolicyContract extends LabContract {
    private static final String EVE = "eve@elsewhere.example";
    private static final String BOB = "<bob@example.org>";
    private static final String CAROL = "<carol@example.org>";

    @TempDir
    Path scripts;

    /// Whether the MTA keeps this message from delivery because a filter wants it so.
    protected abstract boolean holds(RealMta mta, String queueId) throws IOException;

    /// Delivers a message that is held.
    protected abstract void release(RealMta mta, String queueId) throws IOException;

    private Configuration with(String script) throws IOException {
        Path file = Files.writeString(scripts.resolve("policy.sieve"), script);
        return lab.defaults().with("policy", "script = \"" + file + "\"");
    }

    private SmtpAnswer send(String script, String message) throws IOException, InterruptedException {
        return lab.send(with(script), EVE, message);
    }

    private static List<String> recipients(Delivery delivery) {
        return delivery.recipients().stream()
                .map(Delivery.Path::address)
                .sorted()
                .toList();
    }

    /// The message without what the MTA and we put in front of it.
    private static String own(Delivery delivery) {
        return delivery.text().replaceFirst("(?s)^.*?\r\n(?=From: )", "");
    }

    @Test
    @Spec({"RFC 5429 §2.1", "RFC 5429 §2.1.1"})
    void theClientIsRefusedInTheWordsOfTheScript() throws Exception {
        int before = lab.deliveries();
        SmtpAnswer answer = send("""
                require ["ereject", "vnd.vidimus.smtp"];
                if header :contains "subject" "message" {
                    ereject :code "550 5.7.26" text:
                No 100% of "messages" here.
                Ask postmaster@example.org.
                .
                ;
                }
                """, message("eve@elsewhere.example"));
        assertEquals(550, answer.code());
        assertEquals(
                List.of("5.7.26 No 100% of \"messages\" here.", "5.7.26 Ask postmaster@example.org."), answer.lines());
        assertEquals(before, lab.deliveries());
    }

    @Test
    void theClientMayBeToldToComeBack() throws Exception {
        String script = "require [\"reject\", \"vnd.vidimus.smtp\"]; reject :code \"451 4.7.1\" \"Come back later\";";
        SmtpAnswer answer = send(script, message("eve@elsewhere.example"));
        assertEquals("451 4.7.1 Come back later", answer.toString());
    }

    @Test
    @Spec("RFC 5429 §2.2")
    void rejectIsARefusalToo() throws Exception {
        int before = lab.deliveries();
        SmtpAnswer answer = send("require \"reject\"; reject \"Not in this house\";", message("eve@elsewhere.example"));
        assertEquals("550 5.7.1 Not in this house", answer.toString());
        assertEquals(before, lab.deliveries());
    }

    /// Three recipients of one message. The script runs once, and sees all of them.
    @Test
    @Spec("RFC 5228 §5.4")
    void eachRecipientIsSeenInTheEnvelope() throws Exception {
        String script = """
                require ["envelope", "editheader", "relational", "comparator-i;ascii-numeric", "subaddress"];
                if envelope "to" "bob@example.org" { addheader "X-To" "bob"; }
                if envelope "to" "carol+lists@example.org" { addheader "X-To" "carol"; }
                if envelope :detail "to" "lists" { addheader "X-Detail" "lists"; }
                if envelope :domain "to" "example.net" { addheader "X-To" "net"; }
                if envelope "to" "nobody@example.org" { addheader "X-To" "nobody"; }
                if envelope :count "eq" :comparator "i;ascii-numeric" "to" "3" { addheader "X-Count" "3"; }
                if envelope :all "from" "eve@elsewhere.example" { addheader "X-From" "eve"; }
                """;
        try (Wiring _ = lab.daemon(with(script));
                SmtpDialogue client = lab.client()) {
            Delivery delivery = lab.accepted(client.mail(
                    EVE,
                    message("eve@elsewhere.example"),
                    "bob@example.org",
                    "carol+lists@example.org",
                    "dave@example.net"));
            String text = delivery.text();
            List<String> added = text.lines()
                    .filter(line -> line.matches("X-(To|Detail|Count|From): .*"))
                    .sorted()
                    .toList();
            assertEquals(
                    List.of("X-Count: 3", "X-Detail: lists", "X-From: eve", "X-To: bob", "X-To: carol", "X-To: net"),
                    added);
            assertEquals(List.of(BOB, "<carol+lists@example.org>", "<dave@example.net>"), recipients(delivery));
        }
    }

    @Test
    @Spec("RFC 5228 §4.2")
    void redirectTakesAllOthersOff() throws Exception {
        String script = "redirect \"dave@example.net\"; redirect \"bob@example.org\";";
        try (Wiring _ = lab.daemon(with(script));
                SmtpDialogue client = lab.client()) {
            Delivery delivery = lab.accepted(
                    client.mail(EVE, message("eve@elsewhere.example"), "bob@example.org", "carol@example.org"));
            assertEquals(List.of(BOB, "<dave@example.net>"), recipients(delivery));
        }
    }

    @Test
    @Spec("RFC 5228 §2.10.6")
    void aScriptThatBreaksOffHasDoneNothing() throws Exception {
        String script = """
                require ["editheader", "fileinto"];
                addheader "X-Edited" "yes";
                fileinto "Lists";
                redirect "a@example.net"; redirect "b@example.net"; redirect "c@example.net"; redirect "d@example.net";
                redirect "e@example.net"; redirect "f@example.net"; redirect "g@example.net"; redirect "h@example.net";
                redirect "i@example.net"; redirect "j@example.net"; redirect "k@example.net"; redirect "l@example.net";
                """;
        Delivery delivery = lab.accepted(send(script, message("eve@elsewhere.example")));
        assertEquals(List.of(BOB), recipients(delivery));
        assertFalse(delivery.text().contains("X-Edited"), delivery.text());
        assertFalse(delivery.text().contains("X-Vidimus-Fileinto"), delivery.text());
        // And what DMARC wants is done.
        assertEquals(
                "550 5.7.1 DMARC: this mail fails the policy of honest.example",
                lab.send(with(script).with("dmarc", "on-fail = \"reject\""), EVE, message("ann@honest.example"))
                        .toString());
    }

    @Test
    @Spec({"RFC 5183 §4.1", "RFC 5183 §4.2"})
    void theEnvironmentIsThatOfTheTransaction() throws Exception {
        List<String> names = List.of(
                "name",
                "version",
                "location",
                "phase",
                "host",
                "domain",
                "remote-ip",
                "remote-host",
                "vnd.vidimus.helo",
                "vnd.vidimus.listener",
                "vnd.vidimus.daemon",
                "vnd.vidimus.auth-user",
                "vnd.vidimus.tls-version",
                "vnd.vidimus.queue-id");
        StringBuilder script = new StringBuilder("require [\"environment\", \"variables\", \"ereject\"];\n");
        for (int i = 0; i < names.size(); i++) {
            script.append(
                    "if environment :matches \"%s\" \"*\" { set \"i%d\" \"${1}\"; }\n".formatted(names.get(i), i));
        }
        script.append("ereject \"");
        for (int i = 0; i < names.size(); i++) {
            script.append(names.get(i)).append("=<${i").append(i).append("}> ");
        }
        script.append("\";");
        SmtpAnswer answer = send(script.toString(), message("eve@elsewhere.example"));
        assertEquals(550, answer.code());
        String expected =
                "5\\.7\\.1 name=<Vidimus> version=<[0-9].*> location=<MTA> phase=<pre> host=<mx\\.example\\.com>"
                        + " domain=<example\\.com> remote-ip=<127\\.0\\.0\\.1> remote-host=<mail\\.honest\\.example>"
                        + " vnd\\.vidimus\\.helo=<mail\\.honest\\.example> vnd\\.vidimus\\.listener=<unix:/.*milter\\.sock>"
                        + " vnd\\.vidimus\\.daemon=<.+> vnd\\.vidimus\\.auth-user=<> vnd\\.vidimus\\.tls-version=<>"
                        + " vnd\\.vidimus\\.queue-id=<[A-Za-z0-9]{6,}> ?";
        assertTrue(answer.text().matches(expected), answer::toString);
    }

    @Test
    void theQuarantineIsTheMtas() throws Exception {
        SmtpAnswer answer = send("require \"fileinto\"; fileinto \"Quarantine\";", message("eve@elsewhere.example"));
        assertEquals(250, answer.code(), answer::toString);
        String id = VerificationLab.queueId(answer);
        assertTrue(holds(lab.mta(), id), id);
        release(lab.mta(), id);
        assertEquals(List.of(BOB), recipients(lab.delivered(id)));
    }

    @Test
    @Spec({"RFC 5293 §4", "RFC 5293 §5"})
    void theHeaderIsAsTheScriptMadeIt() throws Exception {
        String edited = message("eve@elsewhere.example")
                .replace(
                        "Subject: a message\r\n",
                        "X-A: 1\r\nX-A: two\r\n folded\r\nSubject: a message\r\nx-a: 3\r\nX-B: 1\r\n");
        Delivery delivery = lab.accepted(send("""
                require "editheader";
                deleteheader :index 3 "X-A";
                deleteheader :index 1 "X-A";
                deleteheader "X-B";
                addheader "X-Top" "below";
                addheader "X-Top" "above";
                addheader :last "X-A" "last";
                addheader :last "X-C" "c";
                """, edited));
        String text = delivery.text();
        String top = text.substring(text.indexOf("\r\nX-Top: above"), text.indexOf("\r\nReceived:"));
        assertEquals("\r\nX-Top: above\r\nX-Top: below", top);
        assertEquals("""
                From: eve@elsewhere.example\r
                To: bob@example.org\r
                X-A: two\r
                 folded\r
                Subject: a message\r
                Date: Mon, 23 Nov 2026 10:00:00 +0000\r
                Message-ID: <1@example.com>\r
                X-A: last\r
                X-C: c\r
                \r
                one line\r
                and another\r
                """, own(delivery));
        assertTrue(text.startsWith("Authentication-Results: " + VerificationLab.ID), text);
    }

    @Test
    @Spec("RFC 5228 §4.2")
    void redirectChangesWhoGetsIt() throws Exception {
        SmtpAnswer answer = send("redirect \"carol@example.org\";", message("eve@elsewhere.example"));
        assertEquals(List.of(CAROL), recipients(lab.accepted(answer)));
    }

    @Test
    @Spec({"RFC 5228 §4.2", "RFC 3894 §3"})
    void ofSeveralRecipientsAllAreSeenAndAllAreServed() throws Exception {
        String script = """
                require ["envelope", "copy", "fileinto"];
                if allof (envelope "to" "bob@example.org", envelope :localpart "to" "dave") {
                    redirect :copy "carol@example.org";
                    fileinto :copy "Lists/caf\u00e9";
                }
                """;
        String forged = message("eve@elsewhere.example").replaceFirst("\r\n", "\r\nX-Vidimus-Fileinto: Vault\r\n");
        try (Wiring _ = lab.daemon(with(script));
                SmtpDialogue client = lab.client()) {
            SmtpAnswer answer = client.mail(EVE, forged, "bob@example.org", "dave@example.org");
            Delivery delivery = lab.accepted(answer);
            assertEquals(List.of(BOB, CAROL, "<dave@example.org>"), recipients(delivery));
            String text = new String(
                    delivery.text().getBytes(java.nio.charset.StandardCharsets.ISO_8859_1),
                    java.nio.charset.StandardCharsets.UTF_8);
            assertTrue(text.contains("\r\nX-Vidimus-Fileinto: Lists/caf\u00e9\r\n"), text);
            assertFalse(text.contains("Vault"), text);
        }
    }

    @Test
    @Spec("RFC 5228 §4.4")
    void whatIsDiscardedIsTakenAndNobodyGetsIt() throws Exception {
        String script = "if header \"subject\" \"a message\" { discard; }";
        int before = lab.deliveries();
        try (Wiring _ = lab.daemon(with(script));
                SmtpDialogue client = lab.client()) {
            assertEquals(
                    250,
                    client.mail(EVE, message("eve@elsewhere.example"), "bob@example.org")
                            .code());
            String other = message("eve@elsewhere.example").replace("a message", "another");
            lab.accepted(client.mail(EVE, other, "bob@example.org"));
        }
        assertEquals(before + 1, lab.deliveries());
    }

    @Test
    @Spec({"RFC 9989 §7.4", "RFC 9989 §5.4"})
    void onlyAnExplicitKeepLetsThroughWhatDmarcRefuses() throws Exception {
        String forged = message("ann@honest.example");
        String script = "if header \"subject\" \"a message\" { %s }";
        Configuration implicit = with(script.formatted("stop;")).with("dmarc", "on-fail = \"reject\"");
        assertEquals(
                "550 5.7.1 DMARC: this mail fails the policy of honest.example",
                lab.send(implicit, EVE, forged).toString());
        Configuration explicit = with(script.formatted("keep;")).with("dmarc", "on-fail = \"reject\"");
        Delivery delivery = lab.accepted(lab.send(explicit, EVE, forged));
        String results = delivery.text().substring(0, delivery.text().indexOf("\r\nReceived:"));
        assertTrue(
                results.replaceAll("\\s+", " ")
                        .endsWith(" dmarc=fail (p=reject; local_policy: policy.sieve:1) header.from=honest.example"
                                + " policy.dmarc=none"),
                results);
    }

    @Test
    void anOverrideTagsWhatDmarcRefuses() throws Exception {
        Configuration known =
                lab.defaults().with("dmarc", "on-fail = \"reject\"").with("[policy.override]", """
                        name = "fax"
                        action = "tag"
                        networks = ["127.0.0.1"]
                        from-domains = ["honest.example"]
                        """.strip());
        Delivery delivery = lab.accepted(lab.send(known, EVE, message("ann@honest.example")));
        assertTrue(delivery.text().contains("\r\nX-Vidimus-Tag: fax\r\n"), delivery.text());
    }
}
