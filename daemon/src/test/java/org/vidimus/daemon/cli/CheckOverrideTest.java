package org.vidimus.daemon.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vidimus.daemon.cli.Console.Result;
import org.vidimus.policy.Json;

/// Overrides on the command line: `vidimus config check` doubts them, `vidimus check` shows them.
class CheckOverrideTest {
    @TempDir
    private Path folder;

    private Path file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private Result check(Path config, String... more) throws IOException {
        Path message = file("m.eml", "From: ann@bank.example\nSubject: hi\nList-Id: <talk.example>\n\nbody\n");
        Path zone = file("dns.zone", "_dmarc.bank.example. TXT \"v=DMARC1; p=reject\"\n");
        String[] line = {
            "check",
            message.toString(),
            "--zone",
            zone.toString(),
            "--ip",
            "203.0.113.9",
            "--config",
            config.toString(),
            more.length == 0 ? "--at=2026-11-23T12:00:00Z" : more[0]
        };
        return Console.run(line);
    }

    private Path config() throws IOException {
        return file("vidimus.toml", """
                verify.authserv-id = "mx.example.com"
                dmarc.on-fail = "reject"
                trust.networks = ["203.0.113.9"]
                [[policy.override]]
                name = "talk"
                action = "tag"
                list-ids = ["talk.example"]
                reason = "mailing_list"
                comment = "breaks signatures"
                expires = 2027-06-30
                """);
    }

    @Test
    void theOverrideIsShownWithWhatItLeadsTo() throws IOException {
        Result shown = check(config());
        assertEquals("", shown.err());
        assertTrue(shown.out().contains("accepted"), shown.out());
        assertTrue(shown.out().contains("override talk: tag (breaks signatures), until 2027-06-30"), shown.out());
        assertTrue(shown.out().contains("Authentication-Results: mx.example.com;"), shown.out());
        assertTrue(shown.out().contains("mailing_list: talk: breaks signatures"), shown.out());

        Result late = check(config(), "--at=2027-07-01T00:00:00Z");
        assertTrue(late.out().contains("refused: 550 5.7.1"), late.out());
    }

    @Test
    void programsAreToldItsName() throws IOException {
        Json disposition = Json.read(check(config(), "--json").out()).get("disposition");
        assertEquals("talk", disposition.get("override").text());
    }

    @Test
    void aConfigurationWithMistakesIsNotUsed() throws IOException {
        Path wrong = file("wrong.toml", "[[policy.override]]\nname = \"n\"\naction = \"none\"\n");
        Result refused = check(wrong);
        assertEquals(1, refused.status());
        assertTrue(
                refused.err().startsWith(wrong + ":3:1: policy.override[0].action: has no condition"), refused.err());
    }

    @Test
    void doubtsArePrintedAndTheFileCanBeUsed() throws IOException {
        Path file = config();
        Result checked = Console.run("config", "check", file.toString());
        assertEquals(0, checked.status());
        assertEquals(file + ": ok\n", checked.out());
        assertEquals(
                file + ":4: warning: policy.override \"talk\": anybody can write what it asks for, so that \"tag\" lets"
                        + " forged mail through; add networks, sealers or dkim-domains\n",
                checked.err());
    }
}
