package org.vidimus.daemon.mta;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vidimus.daemon.wiring.Wiring;
import org.vidimus.milter.mta.Delivery;
import org.vidimus.milter.mta.MtaSettings;
import org.vidimus.milter.mta.SmtpAnswer;
import org.vidimus.milter.mta.SmtpDialogue;
import org.vidimus.policy.Spec;

/// Clients of other addresses than this machine's, for an MTA that can be told by XCLIENT whom it talks to; and
/// internationalised mail, which the same one takes.
public abstract class XclientContract extends LabContract {
    @Override
    protected MtaSettings adapted(MtaSettings settings) {
        // Without IPv6 it would not understand the addresses either.
        return settings.config("smtpd_authorized_xclient_hosts = 127.0.0.1").config("inet_protocols = all");
    }

    @Override
    protected String[] records() {
        return new String[] {
            "10.2.0.192.in-addr.arpa. PTR mx1.honest.example.",
            "mx1.honest.example. A 192.0.2.10",
            "10.100.51.198.in-addr.arpa. PTR mx1.honest.example."
        };
    }

    /// A session as one from this address.
    private SmtpDialogue client(String attributes) throws Exception {
        SmtpDialogue client = lab.client();
        SmtpAnswer answer = client.command("XCLIENT " + attributes);
        assertEquals(220, answer.code(), answer::toString);
        assertEquals(250, client.ehlo(VerificationLab.HELO).code());
        return client;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ADDR=192.0.2.10             | pass     | pass",
                "ADDR=192.0.2.15             | pass     | permerror",
                "ADDR=192.0.2.16             | fail     | permerror",
                "ADDR=198.51.100.10          | fail     | fail",
                "ADDR=IPV6:2001:db8::25      | pass     | pass",
                "ADDR=IPV6:2001:db8:0:1::25  | fail     | permerror",
            })
    @Spec({"RFC 7208 §5.6", "RFC 8601 §3"})
    void theAddressThatTheMtaNamesIsTheOneChecked(String attributes, String spf, String iprev) throws Exception {
        // 127.0.0.0/8 is trusted here; the clients are not in it.
        try (Wiring _ = lab.daemon(lab.defaults().trusting("127.0.0.0/8", "::1/128"));
                SmtpDialogue client = client(attributes)) {
            Delivery delivery = lab.accepted(client.mail(
                    "ann@honest.example", lab.rsa.sign(message(VerificationContract.ANN)), "bob@example.org"));
            assertEquals(spf, VerificationContract.mailFrom(delivery), delivery::text);
            assertEquals(iprev, VerificationContract.result(delivery, "iprev"), delivery::text);
            assertEquals("pass", VerificationContract.result(delivery, "dmarc"), delivery::text);
        }
    }

    @Test
    void aLoginOnTheFrontEndCounts() throws Exception {
        try (Wiring _ = lab.daemon(lab.defaults());
                SmtpDialogue client = client("ADDR=192.0.2.77 LOGIN=ann")) {
            Delivery delivery = lab.accepted(
                    client.mail("ann@honest.example", message(VerificationContract.ANN), "bob@example.org"));
            assertEquals(List.of("auth=pass"), VerificationLab.results(delivery));
        }
    }

    @Test
    @Spec({"RFC 6531 §3", "RFC 8616 §3", "RFC 8601 §5"})
    void internationalMailIsCheckedUnderItsAsciiName() throws Exception {
        // UTF-8, one char an octet.
        String address = "j\u00c3\u00bcrgen@b\u00c3\u00bccher.example";
        String message = lab.idn.sign(message("J\u00c3\u00bcrgen <" + address + ">"));
        try (Wiring _ = lab.daemon(lab.defaults());
                SmtpDialogue client = lab.client()) {
            Delivery delivery =
                    lab.accepted(VerificationLab.transaction(client, "MAIL FROM:<" + address + "> SMTPUTF8", message));
            assertEquals(
                    List.of(
                            "spf=pass (ip4:127.0.0.1 permits the client) smtp.mailfrom=xn--bcher-kva.example",
                            "spf=pass (a permits the client) smtp.helo=mail.honest.example",
                            "iprev=pass policy.iprev=127.0.0.1 (mail.honest.example)",
                            "dkim=pass header.d=xn--bcher-kva.example header.i=@xn--bcher-kva.example header.s=rsa"
                                    + " header.a=rsa-sha256 header.b=*",
                            "arc=none",
                            "dmarc=pass (p=reject) header.from=xn--bcher-kva.example policy.dmarc=none"),
                    VerificationLab.results(delivery));
            assertTrue(delivery.from().arguments().contains("SMTPUTF8"));
        }
    }
}
