package org.vidimus.daemon.mta;

import static java.util.Map.entry;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.vidimus.daemon.wiring.Wiring;
import org.vidimus.milter.mta.SmtpAnswer;
import org.vidimus.milter.mta.SmtpDialogue;
import org.vidimus.policy.Json;
import org.vidimus.policy.Spec;
import org.vidimus.policy.Suites;

/// Espoofer's ways to send as somebody else (Composition Kills, USENIX Security 2020) against a real MTA with the
/// daemon behind it, sent by an attacker whose own SPF and DKIM are in order. The tests of contrib-postfix and
/// contrib-sendmail inherit it.
public abstract class SpoofContract extends LabContract {
    private static final String SUITE = "spoof-espoofer";

    private static final String STRICT = "on-fail = \"reject\"\nunreadable-author = \"reject\"";
    private static final String REFUSED = "550 5.7.1";

    /// What becomes of each case: the codes the client is told, or what the results on top of the delivered message say
    /// about its author.
    private static final Map<String, String> OUTCOMES = Map.ofEntries(
            entry("server_a1", REFUSED),
            entry("server_a2", REFUSED),
            entry("server_a3", REFUSED),
            entry("server_a4", REFUSED),
            entry("server_a5", REFUSED),
            entry("server_a6", REFUSED),
            entry("server_a7", REFUSED),
            entry("server_a8", REFUSED),
            // To both MTAs a first line that is no field begins the body. What is left of the forgery is text to read,
            // and From is added by the MTA, from the address in MAIL FROM.
            entry("server_a9", "dmarc=none header.from=attack.com"),
            entry("server_a10", REFUSED),
            entry("server_a11", "dmarc=none header.from=attack.com"),
            entry("server_a12", "dmarc=none header.from=attack.com"),
            entry("server_a13", "dmarc=none header.from=attack.com"),
            entry("server_a14", REFUSED),
            entry("server_a15", REFUSED),
            entry("server_a16", REFUSED),
            entry("server_a17", REFUSED),
            entry("server_a18", REFUSED),
            entry("server_a19", REFUSED),
            // One user of a provider writes under the name of another, and the provider lets him. Nobody else can know.
            entry("client_a1", "dmarc=pass header.from=example.com policy.dmarc=none"),
            entry("client_a2", "dmarc=pass header.from=example.com policy.dmarc=none"),
            entry("client_a3", "dmarc=pass header.from=example.com policy.dmarc=none"));

    /// What this MTA has a mind of its own about: it refuses by itself, or shows the filter something else.
    protected abstract Map<String, String> differences();

    @Override
    protected String[] records() {
        Json hints = suite().get("dnsHint");
        String name = "selector._domainkey.attack.com";
        String key = hints.get(name).text();
        return new String[] {
            "attack.com. TXT \"v=spf1 ip4:127.0.0.1 -all\"",
            "*.attack.com. TXT \"v=spf1 ip4:127.0.0.1 -all\"",
            name + ". TXT \"" + key.substring(0, 200) + "\" \"" + key.substring(200) + "\"",
            "legitimate.com. TXT \"v=spf1 ip4:192.0.2.1 -all\"",
            "_dmarc.legitimate.com. TXT \"v=DMARC1; p=reject\"",
            "admin.legitimate.com. A 192.0.2.1",
            "example.com. TXT \"v=spf1 ip4:127.0.0.1 -all\"",
            "_dmarc.example.com. TXT \"v=DMARC1; p=reject\""
        };
    }

    private static Path folder() {
        return Suites.folder(SUITE);
    }

    private static Json suite() {
        try {
            return Json.read(Files.readString(folder().resolve("cases.json")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @TestFactory
    @Spec({"RFC 9989 §11.5", "MSG-6"})
    Stream<DynamicTest> espoofer() {
        return suite().get("cases").elements().stream().map(attack -> {
            String id = attack.get("id").text();
            return DynamicTest.dynamicTest(
                    id, () -> assertEquals(differences().getOrDefault(id, OUTCOMES.get(id)), outcome(attack)));
        });
    }

    /// What the client was told, and what the recipient got to read of it.
    private String outcome(Json attack) throws IOException, InterruptedException {
        String message = Files.readString(folder().resolve(attack.get("message").text()), StandardCharsets.ISO_8859_1);
        try (Wiring _ = lab.daemon(lab.defaults().with("dmarc", STRICT));
                SmtpDialogue client = lab.client()) {
            SmtpAnswer answer = client.command("EHLO " + attack.get("helo").text());
            assertEquals(250, answer.code());
            answer = client.command("MAIL FROM:" + attack.get("mailFrom").text());
            if (answer.code() == 250) {
                answer = client.command("RCPT TO:" + attack.get("rcptTo").text());
            }
            if (answer.code() == 250) {
                assertEquals(354, client.command("DATA").code());
                answer = client.data(message);
            }
            return answer.code() == 250
                    ? String.join("; ", VerificationContract.results(lab.accepted(answer), "dmarc"))
                            .replaceAll(" (reason=\"[^\"]*\"|\\([^)]*\\))", "")
                    : answer.toString().substring(0, REFUSED.length());
        }
    }
}
