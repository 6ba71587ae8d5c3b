package org.vidimus.daemon.mta;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.DatagramSocket;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vidimus.daemon.mta.TestKey.Canon;
import org.vidimus.daemon.mta.VerificationLab.Configuration;
import org.vidimus.daemon.wiring.Wiring;
import org.vidimus.milter.mta.Delivery;
import org.vidimus.milter.mta.MtaSettings;
import org.vidimus.milter.mta.SmtpDialogue;
import org.vidimus.policy.Spec;

/// What is found out about mail behind a real MTA, with a real name server, and written on top of it; the tests of
/// contrib-postfix and contrib-sendmail inherit it.
public abstract class VerificationContract extends LabContract {
    /// The author of honest mail.
    static final String ANN = "Ann <ann@honest.example>";

    private static final String HELO_PASS = "spf=pass (a permits the client) smtp.helo=mail.honest.example";
    private static final String IPREV_PASS = "iprev=pass policy.iprev=127.0.0.1 (mail.honest.example)";
    private static final String RSA_PASS =
            "dkim=pass header.d=honest.example header.i=@honest.example header.s=rsa header.a=rsa-sha256 header.b=*";
    private static final String DMARC_PASS = "dmarc=pass (p=reject) header.from=honest.example policy.dmarc=none";

    private static final List<String> FORGED = List.of(
            "Authentication-Results: mx.example.com; dmarc=pass header.from=honest.example",
            "AUTHENTICATION-RESULTS: MX.Example.COM; dkim=pass",
            "Authentication-Results: (mx.example.net) mx.example.com 1; spf=pass",
            "Authentication-Results:\r\n \"mx.example.com\"; spf=pass");

    @Override
    protected MtaSettings adapted(MtaSettings settings) {
        return settings.login(VerificationLab.USER, VerificationLab.SECRET);
    }

    /// The statements that begin with this method, in their order.
    static List<String> results(Delivery delivery, String method) {
        return VerificationLab.results(delivery).stream()
                .filter(statement -> statement.startsWith(method + "="))
                .toList();
    }

    /// The word after `method=`.
    static String result(Delivery delivery, String method) {
        List<String> all = results(delivery, method);
        assertEquals(1, all.size(), delivery::text);
        return all.getFirst().split("[= ]")[1];
    }

    /// The result of SPF for MAIL FROM.
    static String mailFrom(Delivery delivery) {
        List<String> one = results(delivery, "spf").stream()
                .filter(statement -> statement.contains(" smtp.mailfrom="))
                .toList();
        assertEquals(1, one.size(), delivery::text);
        return one.getFirst().split("[= ]")[1];
    }

    private static void assertUnchangedBelow(Delivery delivery, String message) {
        assertTrue(delivery.text().endsWith("\r\n" + message), delivery.text());
    }

    @Test
    @Spec({"RFC 8601 §2.2", "RFC 8601 §4"})
    void honestMailPassesEverythingAndKeepsEveryOctet() throws Exception {
        String message = lab.ed25519.sign(lab.rsa.sign(message(ANN)));
        Delivery delivery = lab.deliver("ann@honest.example", message);
        String field = delivery.text().substring(0, delivery.text().indexOf("\r\nReceived: "));
        assertEquals("""
                        Authentication-Results: mx.example.com;\r
                        \tspf=pass (ip4:127.0.0.1 permits the client) smtp.mailfrom=honest.example;\r
                        \tspf=pass (a permits the client) smtp.helo=mail.honest.example;\r
                        \tiprev=pass policy.iprev=127.0.0.1 (mail.honest.example);\r
                        \tdkim=pass header.d=honest.example header.i=@honest.example header.s=ed\r
                        \theader.a=ed25519-sha256 header.b=*;\r
                        \tdkim=pass header.d=honest.example header.i=@honest.example header.s=rsa\r
                        \theader.a=rsa-sha256 header.b=*;\r
                        \tarc=none;\r
                        \tdmarc=pass (p=reject) header.from=honest.example policy.dmarc=none""", field.replaceAll("header\\.b=[^;]*", "header.b=*"));
        assertUnchangedBelow(delivery, message);
    }

    @Test
    @Spec({"RFC 9989 §4.4", "DM-14"})
    void oneAlignedSignatureIsEnough() throws Exception {
        String message = lab.elsewhere.sign(lab.rsa.sign(message(ANN)));
        Delivery delivery = lab.deliver("list@elsewhere.example", message);
        assertEquals("pass", result(delivery, "dmarc"), delivery::text);
        assertEquals(2, results(delivery, "dkim").size(), delivery::text);
    }

    @Test
    @Spec("RFC 6376 §3.7")
    void aChangedBodyBreaksTheSignature() throws Exception {
        String message = lab.rsa.sign(message("list@elsewhere.example")).replace("one line", "one more line");
        Delivery delivery = lab.deliver("list@elsewhere.example", message);
        assertEquals("fail", result(delivery, "dkim"), delivery::text);
        assertUnchangedBelow(delivery, message);
    }

    @Test
    @Spec("RFC 6376 §3.7")
    void aChangedFieldBreaksTheSignature() throws Exception {
        String message = lab.elsewhere.sign(message("list@elsewhere.example")).replace("a message", "another");
        assertEquals("fail", result(lab.deliver("list@elsewhere.example", message), "dkim"));
    }

    @Test
    @Spec({"RFC 7208 §2.6.4", "RFC 9989 §4.4"})
    void anAddressThatMayNotSendFailsSpfButASignatureSaves() throws Exception {
        try (Wiring _ = lab.daemon(lab.defaults());
                SmtpDialogue client = lab.client(9)) {
            Delivery delivery =
                    lab.accepted(client.mail("ann@honest.example", lab.rsa.sign(message(ANN)), "bob@example.org"));
            assertEquals(
                    List.of(
                            "spf=fail (-all forbids the client) smtp.mailfrom=honest.example",
                            "spf=fail (-all forbids the client) smtp.helo=mail.honest.example",
                            "iprev=fail reason=\"no name has this address\" policy.iprev=127.0.0.9",
                            RSA_PASS,
                            "arc=none",
                            DMARC_PASS),
                    VerificationLab.results(delivery));
        }
    }

    @Test
    @Spec("RFC 7208 §2.4")
    void withTheNullSenderTheNameInHeloIsChecked() throws Exception {
        Delivery delivery = lab.deliver("", lab.rsa.sign(message(ANN)));
        assertEquals(
                List.of(
                        "spf=pass (a permits the client) smtp.mailfrom=mail.honest.example",
                        HELO_PASS,
                        IPREV_PASS,
                        RSA_PASS,
                        "arc=none",
                        DMARC_PASS),
                VerificationLab.results(delivery));
    }

    @Test
    @Spec({"RFC 9989 §5.3.1"})
    void mailOfADomainWithoutARecordIsOnlyDescribed() throws Exception {
        Delivery delivery = lab.deliver("list@elsewhere.example", message("list@elsewhere.example"));
        assertEquals("none", result(delivery, "dmarc"));
        assertEquals("none", result(delivery, "dkim"));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 7, 20})
    @Spec({"RFC 8601 §5", "AR-8"})
    void forgedResultsGoAndOursStandsAlone(int count) throws Exception {
        String forged = IntStream.range(0, count)
                .mapToObj(i -> FORGED.get(i % FORGED.size()) + "\r\n")
                .collect(Collectors.joining());
        String message = lab.rsa.sign(message(ANN));
        Delivery delivery = lab.deliver("ann@honest.example", forged + message);
        assertEquals("pass", result(delivery, "dmarc"));
        assertUnchangedBelow(delivery, message);
        assertEquals(2, delivery.text().split("(?i)authentication-results:", -1).length, delivery::text);
    }

    @Test
    @Spec({"RFC 9989 §5.3.6", "DM-16"})
    void serverFailuresAreTemporaryErrors() throws Exception {
        Delivery delivery = lab.deliver("a@broken.example", message("a@broken.example"));
        assertEquals(
                List.of(
                        "spf=temperror (TXT lookup: a name server said SERVFAIL) smtp.mailfrom=broken.example",
                        HELO_PASS,
                        IPREV_PASS,
                        "dkim=none",
                        "arc=none",
                        "dmarc=temperror reason=\"_dmarc.broken.example could not be asked: a name server said"
                                + " SERVFAIL\" header.from=broken.example"),
                VerificationLab.results(delivery));
        String lost = lab.lost.sign(message(ANN));
        assertEquals(
                List.of(
                        "spf=pass (ip4:127.0.0.0/8 permits the client) smtp.mailfrom=elsewhere.example",
                        HELO_PASS,
                        IPREV_PASS,
                        "dkim=temperror reason=\"key unavailable: servfail\" header.d=honest.example"
                                + " header.i=@honest.example header.s=lost header.a=rsa-sha256 header.b=*",
                        "arc=none",
                        "dmarc=temperror (p=reject) reason=\"what might be aligned with honest.example could not be"
                                + " looked up\" header.from=honest.example policy.dmarc=none"),
                VerificationLab.results(lab.deliver("list@elsewhere.example", lost)));
    }

    @Test
    @Spec({"RFC 9989 §5.3.6", "RFC 7208 §4.4"})
    void silenceOfTheNameServerIsATemporaryError() throws Exception {
        try (DatagramSocket silence = VerificationLab.silence()) {
            Configuration deaf = lab.defaults().asking("127.0.0.1:" + silence.getLocalPort());
            String message = lab.rsa.sign(message(ANN));
            Delivery delivery = lab.accepted(lab.send(deaf, "ann@honest.example", message));
            assertEquals(
                    List.of(
                            "spf=temperror (TXT lookup: no answer in time) smtp.mailfrom=honest.example",
                            "spf=temperror (TXT lookup: no answer in time) smtp.helo=mail.honest.example",
                            "iprev=temperror reason=\"PTR records: timeout\" policy.iprev=127.0.0.1",
                            "dkim=temperror reason=\"key unavailable: timeout\" header.d=honest.example"
                                    + " header.i=@honest.example header.s=rsa header.a=rsa-sha256 header.b=*",
                            "arc=none",
                            "dmarc=temperror reason=\"_dmarc.honest.example could not be asked: no answer in time\""
                                    + " header.from=honest.example"),
                    VerificationLab.results(delivery));
            assertUnchangedBelow(delivery, message);
        }
    }

    @Test
    @Spec("RFC 6376 §3.4.4")
    void tenMegabytesAreHashedToTheLast() throws Exception {
        String body = Stream.generate(() -> "0123456789 ".repeat(6) + "\tx\r\n")
                .limit(146_000)
                .collect(Collectors.joining());
        String message = lab.rsa.sign(message(ANN) + body);
        Delivery delivery = lab.deliver("ann@honest.example", message);
        assertEquals("pass", result(delivery, "dkim"));
        assertTrue(delivery.text().endsWith("\r\n" + message), "changed");
        String damaged = message.substring(0, message.length() - 3) + "y\r\n";
        assertEquals("fail", result(lab.deliver("ann@honest.example", damaged), "dkim"));
    }

    @Test
    @Spec({"RFC 6376 §3.4.1", "RFC 6376 §3.4.3"})
    void everyOddSpaceOfASimpleSignatureReachesTheFilter() throws Exception {
        String message = """
                From:ann@honest.example\r
                To: \t bob@example.org\r
                Subject:  two spaces\r
                \t a tab\r
                   three  \r
                Date:\r
                 Mon, 23 Nov 2026 10:00:00 +0000\r
                Message-ID: <1@honest.example>\r
                X-Empty:\r
                X-Blank: \r
                X-Trailing: blanks \t \r
                \r
                 body  \twith blanks \r
                \r
                end\r
                \r
                \r
                """;
        String names = "from:to:subject:date:message-id:x-empty:x-blank:x-trailing";
        String signed = lab.rsa.sign(message, Canon.SIMPLE, Canon.SIMPLE, names);
        Delivery delivery = lab.deliver("ann@honest.example", signed);
        assertEquals("pass", result(delivery, "dkim"), delivery::text);
    }

    @Test
    @Spec("RFC 6376 §5.3")
    void eightBitBodiesAreHashedAsTheyAre() throws Exception {
        String message = lab.rsa.sign(message(ANN) + "caf\u00c3\u00a9, caf\u00e9, \u0080\u00ff\r\n");
        try (Wiring _ = lab.daemon(lab.defaults());
                SmtpDialogue client = lab.client()) {
            Delivery delivery = lab.accepted(
                    VerificationLab.transaction(client, "MAIL FROM:<ann@honest.example> BODY=8BITMIME", message));
            assertEquals("pass", result(delivery, "dkim"));
            assertUnchangedBelow(delivery, message);
        }
    }

    @Test
    @Spec({"RFC 8616 §4", "RFC 6532 §3.2"})
    void aDomainInUnicodeIsTheSameDomain() throws Exception {
        // UTF-8, one char an octet.
        String author = "ann@b\u00c3\u00bccher.example";
        Delivery delivery = lab.deliver("ann@" + VerificationLab.IDN, lab.idn.sign(message(author)));
        assertEquals("pass", result(delivery, "dmarc"));
        assertTrue(results(delivery, "dmarc").getFirst().contains("header.from=" + VerificationLab.IDN));
    }

    @Test
    void clientsThatLoggedInAreNotVerified() throws Exception {
        try (Wiring _ = lab.daemon(lab.defaults());
                SmtpDialogue client = lab.client(9)) {
            assertEquals(
                    235,
                    client.login(VerificationLab.USER, VerificationLab.SECRET).code());
            Delivery delivery = lab.accepted(client.mail("ann@honest.example", message(ANN), "bob@example.org"));
            assertEquals(List.of("auth=pass"), VerificationLab.results(delivery));
        }
    }

    @Test
    void clientsInATrustedNetworkAreNotVerified() throws Exception {
        try (Wiring _ = lab.daemon(lab.defaults().trusting("127.0.0.8/31"));
                SmtpDialogue inside = lab.client(9);
                SmtpDialogue outside = lab.client(10)) {
            Delivery trusted = lab.accepted(inside.mail("ann@honest.example", message(ANN), "bob@example.org"));
            assertEquals(List.of("none"), VerificationLab.results(trusted));
            Delivery other =
                    lab.accepted(outside.mail("ann@honest.example", lab.rsa.sign(message(ANN)), "bob@example.org"));
            assertEquals("fail", mailFrom(other));
        }
    }

    @Test
    void messagesOnOneConnectionDoNotKnowOfEachOther() throws Exception {
        try (Wiring _ = lab.daemon(lab.defaults());
                SmtpDialogue client = lab.client()) {
            for (int round = 0; round < 3; round++) {
                Delivery good =
                        lab.accepted(client.mail("ann@honest.example", lab.rsa.sign(message(ANN)), "bob@example.org"));
                assertEquals("pass", result(good, "dmarc"));
                // One that ends before its message, and one that is another's.
                client.command("MAIL FROM:<ann@honest.example>");
                client.command("RSET");
                Delivery bad = lab.accepted(
                        client.mail("x@elsewhere.example", message("Eve <eve@watching.example>"), "bob@example.org"));
                assertEquals("fail", result(bad, "dmarc"));
                assertEquals("none", result(bad, "dkim"));
            }
        }
    }
}
