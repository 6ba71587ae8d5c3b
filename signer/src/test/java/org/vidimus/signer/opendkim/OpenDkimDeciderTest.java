package org.vidimus.signer.opendkim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.vidimus.policy.Spec;
import org.vidimus.policy.base.AddressText;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.message.Author;
import org.vidimus.policy.message.HeaderBlock;
import org.vidimus.policy.message.HeaderField;
import org.vidimus.policy.pipeline.ConnectionFacts;
import org.vidimus.signer.rules.Decision;
import org.vidimus.signer.rules.Decision.Outcome;
import org.vidimus.signer.rules.Occasion;

/// Decisions that the differential test does not see: the ways in which we differ on purpose, and the dialects.
class OpenDkimDeciderTest {
    private static final String DOMAIN = "Domain example.com\nSelector s\nKeyFile /k\n";
    private static final String TABLES = "SigningTable file:/st\nKeyTable file:/kt\n";

    private static OpenDkimDecider decider(Dialect dialect, String conf, String signing, String keys) {
        Files files = new Files().put("/c", conf).put("/st", signing).put("/kt", keys);
        OpenDkimConfiguration loaded = OpenDkimConfiguration.load(Path.of("/c"), dialect, files, NoKey.READER);
        return loaded.decider().orElseThrow(() -> new AssertionError(loaded.lints()));
    }

    private static String decide(OpenDkimDecider decider, String client, String from) {
        ConnectionFacts connection = new ConnectionFacts(
                        AddressText.parse(client),
                        client.equals("local"),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        "")
                .withNamed(Optional.of(Bytes.utf8("unknown")), Map.of());
        HeaderBlock header = HeaderBlock.of(List.of(HeaderField.of("From", " " + from)));
        Decision decision = decider.decide(
                new Occasion(connection, Optional.empty(), Bytes.EMPTY, List.of(), header, Author.of(header)));
        return switch (decision.outcome()) {
            case Outcome.Sign(var signatures, var _) ->
                signatures.stream()
                        .map(one -> one.key().domain() + "/" + one.key().selector())
                        .collect(Collectors.joining(" "));
            case Outcome.Unsigned(var reason) -> "unsigned: " + reason.word();
            case Outcome.Defer(var reason, String _) -> "defer: " + reason.word();
            case Outcome.Refuse(var reason, String _) -> "refuse: " + reason.word();
        };
    }

    @Spec("ODK-6")
    @Test
    void anUnknownClientIsNobodyButAProgramOnTheHostIsInside() {
        OpenDkimDecider decider = decider(Dialect.STRICT, DOMAIN, "", "");
        assertEquals("unsigned: not-from-inside", decide(decider, "nobody knows", "u@example.com"));
        assertEquals("example.com/s", decide(decider, "local", "u@example.com"));
        assertEquals("example.com/s", decide(decider, "127.0.0.1", "u@example.com"));
    }

    @Spec("ODK-7")
    @Test
    void aMappedAddressIsTheOneItHolds() {
        OpenDkimDecider decider = decider(Dialect.STRICT, "InternalHosts 192.0.2.9\n" + DOMAIN, "", "");
        assertEquals("example.com/s", decide(decider, "::ffff:192.0.2.9", "u@example.com"));
    }

    @Spec("ODK-8")
    @Test
    void theDotAtTheEndOfADomainDoesNotCountAndUtf8BecomesALabels() {
        OpenDkimDecider decider =
                decider(Dialect.STRICT, "Domain example.com,xn--bcher-kva.example\nSelector s\nKeyFile /k\n", "", "");
        assertEquals("example.com/s", decide(decider, "127.0.0.1", "u@example.com."));
        assertEquals("xn--bcher-kva.example/s", decide(decider, "127.0.0.1", "u@bücher.example"));
    }

    @Spec("ODK-5")
    @Test
    void whatCanBeNoNameInTheDnsSignsNothingAndStopsNothing() {
        OpenDkimDecider decider = decider(Dialect.STRICT, TABLES, "* k\n", "k mail.%:s:/k\n");
        assertEquals("unsigned: broken-key", decide(decider, "127.0.0.1", "u@example.com"));
    }

    @Spec({"ODK-4", "SGN-2"})
    @Test
    void allSignaturesAreMadeUnlessToTheLetter() {
        String signing = "u@example.com a\nexample.com b\n* c\n";
        String keys = "a example.com:a:/k\nb example.com:b:/ed25519\nc example.com:c:/k\n";
        String conf = TABLES + "MultipleSignatures yes\n";
        assertEquals(
                "example.com/a example.com/c",
                decide(
                        decider(Dialect.STRICT, conf, signing, keys.replace("/ed25519", "/k")),
                        "127.0.0.1",
                        "u@example.com"));
        assertEquals(
                "example.com/a example.com/b example.com/c",
                decide(decider(Dialect.MIGRATE, conf, signing, keys), "127.0.0.1", "u@example.com"));
    }

    @Spec({"ODK-5", "SGN-9"})
    @Test
    void oneBrokenKeyStopsMailForItselfOnly() {
        String signing = "example.com a\nexample.net b\nexample.org c\na.example d\n";
        String keys = "a example.com:a:/open\nb example.net:b:/k\nd a.example:d:/broken\n";
        OpenDkimDecider decider = decider(Dialect.STRICT, TABLES, signing, keys);
        assertEquals("defer: broken-key", decide(decider, "127.0.0.1", "u@example.com"));
        assertEquals("example.net/b", decide(decider, "127.0.0.1", "u@example.net"));
        assertEquals("defer: no-key", decide(decider, "127.0.0.1", "u@example.org"));
        assertEquals("defer: broken-key", decide(decider, "127.0.0.1", "u@a.example"));
        OpenDkimDecider unsafe = decider(Dialect.STRICT, TABLES + "RequireSafeKeys no\n", signing, keys);
        assertEquals("example.com/a", decide(unsafe, "127.0.0.1", "u@example.com"));
    }

    @Spec("ODK-5")
    @Test
    void aFourthFieldIsTheAlgorithmUnlessToTheLetter() {
        String keys = "k example.com:s:/ed25519:ed25519-sha256\n";
        assertEquals(
                "example.com/s", decide(decider(Dialect.MIGRATE, TABLES, "* k\n", keys), "127.0.0.1", "u@example.com"));
        Files files = new Files().put("/c", TABLES).put("/st", "* k\n").put("/kt", keys);
        assertTrue(OpenDkimConfiguration.load(Path.of("/c"), Dialect.STRICT, files, NoKey.READER).lints().stream()
                .anyMatch(lint -> lint.code().equals("fourth-field")));
    }

    @Spec("ODK-6")
    @Test
    void peersAreNotClaimed() {
        OpenDkimDecider decider = decider(Dialect.STRICT, "PeerList 127.0.0.1\n" + DOMAIN, "", "");
        assertEquals("unsigned: not-from-inside", decide(decider, "127.0.0.1", "u@example.com"));
        assertFalse(
                decider.claims(ConnectionFacts.of(AddressText.parse("127.0.0.1").orElseThrow(), Bytes.utf8("h"))));
        assertTrue(decider.claims(ConnectionFacts.of(AddressText.parse("::1").orElseThrow(), Bytes.utf8("h"))));
    }

    @Spec("ODK-2")
    @Test
    void setsThatAreNotReadAreRefusedByNameAndLine() {
        for (String set : List.of("db:/x", "/x.db", "dsn:mysql://h/d", "ldap://h/", "lua:/x", "2001:db8::/32")) {
            Files files = new Files().put("/c", "\nInternalHosts " + set + "\n" + DOMAIN);
            OpenDkimConfiguration loaded =
                    OpenDkimConfiguration.load(Path.of("/c"), Dialect.STRICT, files, NoKey.READER);
            assertTrue(loaded.decider().isEmpty(), set);
            Lint lint = loaded.errors().getFirst();
            assertEquals("/c:2", lint.place().toString());
            assertTrue(lint.what().startsWith("InternalHosts"), lint.what());
        }
    }

    @Spec("ODK-2")
    @Test
    void longLinesAreCutToTheLetterOnly() {
        String line = "u@example.com k" + " ".repeat(1_100) + "# comment\n";
        String keys = "k example.com:s:/k " + "x".repeat(20) + "\n";
        Files files = new Files().put("/c", TABLES).put("/st", line).put("/kt", keys);
        for (Dialect dialect : Dialect.values()) {
            assertTrue(OpenDkimConfiguration.load(Path.of("/c"), dialect, files, NoKey.READER).lints().stream()
                    .anyMatch(lint -> lint.code().equals("line-too-long")
                            && lint.place().toString().equals("/st:1")));
        }
    }
}
