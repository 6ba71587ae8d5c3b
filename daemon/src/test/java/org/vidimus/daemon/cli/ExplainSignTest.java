package org.vidimus.daemon.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vidimus.daemon.cli.Console.Result;
import org.vidimus.policy.Spec;
import org.vidimus.policy.dkim.CryptoBackend;
import org.vidimus.signer.key.KeyGenerator;
import org.vidimus.signer.key.KeyKind;
import org.vidimus.signer.key.KeyRecordText;
import org.vidimus.signer.key.NewKey;
import org.vidimus.signer.key.SigningBackend;

/// `vidimus explain sign`: one page for each question that an administrator has about a message.
class ExplainSignTest {
    @TempDir
    private Path folder;

    private Path zone;
    private Path config;

    @BeforeEach
    void prepare() throws IOException {
        NewKey made = new KeyGenerator(
                        SigningBackend.of(CryptoBackend.of(CryptoBackend.Choice.JDK)), new SecureRandom())
                .generate(KeyKind.ED25519);
        made.write(folder.resolve("k"));
        zone = Files.writeString(
                folder.resolve("zone"),
                "s1._domainkey.example.org. 60 IN TXT \""
                        + KeyRecordText.of(made.key()).line() + "\"\n");
        config = Files.writeString(
                folder.resolve("c.toml"), """
                trust.networks = ["192.0.2.0/24"]
                roles.sign = ["MSA"]
                roles.verify = ["MX"]
                sign.except-recipients = ["unsigned@example.net"]
                [[sign.rule]]
                from = "example.org"
                keys = [{ domain = "example.org", selector = "s1", file = "%s" }]
                [[sign.rule]]
                from = "example.com"
                keys = [{ domain = "example.com", selector = "s1", file = "%s" }]
                """.formatted(folder.resolve("k"), folder.resolve("nowhere")));
    }

    private Result explain(int status, String... arguments) {
        var all = new ArrayList<>(List.of("explain", "sign", "--zone", zone.toString()));
        all.addAll(List.of(arguments));
        Result result = Console.run(all.toArray(String[]::new));
        assertEquals(status, result.status(), result.out() + result.err());
        return result;
    }

    private Result withFile(int status, String... arguments) {
        var all = new ArrayList<>(List.of("-c", config.toString()));
        all.addAll(List.of(arguments));
        return explain(status, all.toArray(String[]::new));
    }

    private static void shows(Result console, String... texts) {
        for (String text : texts) {
            assertTrue(console.out().contains(text), text + " is not in\n" + console.out());
        }
    }

    @Test
    @Spec("SGN-6")
    void aMessageThatWouldBeSigned() {
        shows(
                withFile(0, "--from", "joe@example.org", "--ip", "192.0.2.7"),
                "SIGNED  1 signature",
                "because of: trusted-network",
                "the rule for example.org is for joe@example.org",
                config + ":5",
                "d=example.org s=s1 a=ed25519-sha256 (256 bits) c=relaxed/relaxed, good for 7 d",
                "record in the DNS");
    }

    @Test
    @Spec("DKS-10")
    void mailFromOutside() {
        shows(
                withFile(1, "--from", "joe@example.org", "--ip", "198.51.100.7"),
                "NOT SIGNED  not-from-inside",
                "mail from outside is never signed");
    }

    @Test
    void aDoorForMailFromOutside() {
        shows(
                withFile(1, "--from", "joe@example.org", "--ip", "192.0.2.7", "--daemon", "MX"),
                "NOT SIGNED  not-from-inside",
                "daemon name MX: for mail from outside (roles.verify)");
    }

    @Test
    void aDoorForMailFromInside() {
        shows(
                withFile(0, "--from", "joe@example.org", "--ip", "198.51.100.7", "--daemon", "MSA"),
                "because of: role-sign",
                "daemon name MSA: for mail from inside (roles.sign)");
    }

    @Test
    void anAuthorWithoutARule() {
        shows(withFile(1, "--from", "joe@sub.example.org"), "NOT SIGNED  no-rule", "because of: local");
    }

    @Test
    @Spec("SGN-29")
    void aLoginThatMayNotUseTheAuthor() {
        shows(
                withFile(1, "--from", "joe@example.org", "--auth", "eve@example.com"),
                "NOT SIGNED  login-not-allowed",
                "login eve@example.com may not use joe@example.org");
    }

    @Test
    void aBrokenKey() {
        shows(
                withFile(1, "--from", "joe@example.com"),
                "PUT OFF (451)  broken-key",
                folder.resolve("nowhere").toString(),
                "warning: " + config + ":10: ");
    }

    @Test
    void anExceptedRecipient() {
        shows(
                withFile(1, "--from", "joe@example.org", "--rcpt", "x@example.net", "--rcpt", "unsigned@example.net"),
                "NOT SIGNED  recipient",
                "recipient unsigned@example.net is excepted");
    }

    @Test
    @Spec("DKS-7")
    void aRecordThatIsNotThere() throws IOException {
        Files.writeString(zone, "example.org. 60 IN TXT \"nothing\"\n");
        shows(
                withFile(0, "--from", "joe@example.org"),
                "SIGNED  1 signature, but not all can be verified: see below",
                "record not in the DNS",
                "what belongs there, as TXT at s1._domainkey.example.org:",
                "v=DKIM1; h=sha256; k=ed25519; p=");
    }

    @Test
    void aKeyOfTheCommandLine() {
        shows(
                explain(0, "--from", "joe@example.org", "--sign", "example.org:s1:" + folder.resolve("k")),
                "SIGNED  1 signature",
                "--sign");
    }

    @Test
    void asJson() {
        String json = withFile(0, "--from", "joe@example.org", "--json").out();
        assertTrue(
                json.startsWith("{\"from\":\"joe@example.org\",\"outcome\":\"signed\",\"reason\":null,"
                        + "\"inside\":\"local\",\"door\":\"inet:8891@127.0.0.1: for both; it depends on the client\","
                        + "\"steps\":["),
                json);
        assertTrue(
                json.contains("\"signatures\":[{\"domain\":\"example.org\",\"selector\":\"s1\","
                        + "\"algorithm\":\"ed25519-sha256\",\"bits\":256,\"canonicalization\":\"relaxed/relaxed\","
                        + "\"identity\":null,\"verifiable\":true,\"record\":\"in the DNS\"}],\"warnings\":["),
                json);
    }

    @Test
    void nothingConfigured() {
        shows(explain(1, "--from", "joe@example.org"), "NOT SIGNED  no-rule");
    }

    @Test
    void aConfigurationWithMistakesIsNotExplained() throws IOException {
        Files.writeString(config, "sign.rules = []\n");
        Result console = withFile(1, "--from", "joe@example.org");
        assertTrue(console.err().contains(config + ":1:1: sign.rules: unknown key"), console.err());
    }

    @Test
    @Spec("ODK-6")
    void aConfigurationOfOpenDkim() throws IOException {
        Path old = Files.writeString(
                folder.resolve("opendkim.conf"),
                "Domain example.org\nSelector s1\nSignatureAlgorithm ed25519-sha256\nInternalHosts 192.0.2.7\nKeyFile "
                        + folder.resolve("k") + "\n");
        Files.writeString(config, "trust.networks = []\nsign.opendkim.config = \"" + old + "\"\n");
        shows(
                withFile(0, "--from", "joe@example.org", "--ip", "192.0.2.7"),
                "SIGNED  1 signature",
                "because of: signer-rule",
                "d=example.org s=s1 a=ed25519-sha256");
        shows(withFile(1, "--from", "joe@example.org", "--ip", "192.0.2.8"), "NOT SIGNED  not-from-inside");
    }

    @Test
    @Spec({"SGN-29", "ODK-6"})
    void openDkimDoesNotLetEveryLoginSign() throws IOException {
        Path old = Files.writeString(
                folder.resolve("opendkim.conf"),
                "Domain example.org\nSelector s1\nSignatureAlgorithm ed25519-sha256\nKeyFile " + folder.resolve("k")
                        + "\n");
        Files.writeString(config, "sign.opendkim.config = \"" + old + "\"\n");
        shows(
                withFile(1, "--from", "joe@example.org", "--auth", "eve@example.com"),
                "NOT SIGNED  login-not-allowed",
                "warning: " + old + ": OpenDKIM signs for every login");
        shows(withFile(0, "--from", "joe@example.org", "--auth", "joe@example.org"), "SIGNED  1 signature");
        // The tables are of one domain, so there is nobody else to be harmed.
        shows(withFile(0, "--from", "joe@example.org", "--auth", "joe"), "SIGNED  1 signature");
    }

    @Test
    void aConfigurationOfOpenDkimThatItWouldNotTake() throws IOException {
        Path old = Files.writeString(folder.resolve("opendkim.conf"), "Domian example.org\n");
        Files.writeString(config, "sign.opendkim.config = \"" + old + "\"\n");
        Result result = withFile(1, "--from", "joe@example.org");
        assertTrue(result.err().startsWith(old + ":1: "), result.err());
    }
}
