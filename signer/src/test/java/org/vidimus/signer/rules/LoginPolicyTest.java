package org.vidimus.signer.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.vidimus.policy.Fuzzing;
import org.vidimus.policy.Spec;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.base.Parsed;
import org.vidimus.signer.dkim.SignatureProfile;
import org.vidimus.signer.key.KeySource;

/// CERT VU#244112: who logged in as one customer cannot have mail signed as another.
@Spec("SGN-29")
class LoginPolicyTest {
    private static final KeySource NO_DIRECTORY = _ -> new KeySource.Keys.None("no key directory");

    private static SigningRule rule(String domain) {
        return new SigningRule(
                "v.toml:1",
                Occasions.patterns(domain),
                List.of(Occasions.ready("v.toml:1", Occasions.rsa("s1", "example.com"))));
    }

    private static final SigningRule OTHER = new SigningRule(
            "v.toml:2",
            Occasions.patterns("example.org", "*.example.org"),
            List.of(Occasions.ready("v.toml:2", Occasions.rsa("s1", "example.org"))));

    /// Two customers.
    private static SigningRules rules(LoginPolicy policy) {
        return new SigningRules(new RuleSettings(List.of(rule("example.com"), OTHER)).with(policy), NO_DIRECTORY);
    }

    private static final LoginPolicy ENTRIES = new LoginPolicy(
            true,
            List.of(
                    Occasions.login("v.toml:30", "alice@example.com", "alice@example.com", "*.example.org"),
                    Occasions.login("v.toml:31", "*@example.com", "example.org"),
                    Occasions.login("v.toml:32", "news", "*"),
                    Occasions.login("v.toml:33", "nobody@example.org"),
                    Occasions.login("v.toml:34", "two@example.org", "one@example.com", "two@example.com")),
            Consequence.UNSIGNED);

    @ParameterizedTest
    @CsvSource({
        // Its own domain, exactly.
        "alice@example.com,      alice@example.com, s1:example.com",
        "alice@example.com,      bob@example.com,   s1:example.com",
        "ALICE@Example.COM,      bob@example.com,   s1:example.com",
        "a@b@example.com,        bob@example.com,   s1:example.com",
        "alice@example.com,      alice@example.org, login-not-allowed",
        "alice@example.org,      alice@a.example.org, login-not-allowed",
        "alice@mail.example.com, alice@example.com, login-not-allowed",
        "alice@com,              alice@example.com, login-not-allowed",
        // No domain of its own, and there are two to be harmed.
        "alice,                  alice@example.com, login-not-allowed",
        "@example.com,           alice@example.com, login-not-allowed",
        "alice@,                 alice@example.com, login-not-allowed",
        "alice@exa mple.com,     alice@example.com, login-not-allowed",
        // Nobody signs for it anyway.
        "alice,                  alice@example.net, no-rule"
    })
    void withoutAnEntryALoginHasItsOwnDomain(String login, String from, String expected) {
        assertEquals(expected, Occasions.word(rules(LoginPolicy.DEFAULT).decide(Occasions.loggedIn(login, from))));
    }

    @ParameterizedTest
    @CsvSource({
        "alice@example.com, alice@example.com, s1:example.com",
        "Alice@EXAMPLE.com, ALICE@example.com, s1:example.com",
        "alice@example.com, bob@example.com,   login-not-allowed", // the entry alone decides
        "alice@example.com, x@a.example.org,   s1:example.org",
        "alice@example.com, x@example.org,     login-not-allowed",
        "bob@example.com,   bob@example.com,   login-not-allowed", // so does that of the domain
        "bob@example.com,   x@example.org,     s1:example.org",
        "news,              x@example.org,     s1:example.org",
        "news,              x@example.com,     s1:example.com",
        "newsletter,        x@example.com,     login-not-allowed",
        "nobody@example.org, nobody@example.org, login-not-allowed",
        "carol@example.org, carol@example.org, s1:example.org",
        "two@example.org,   'one@example.com, two@example.com', s1:example.com",
        "two@example.org,   'one@example.com, three@example.com', login-not-allowed"
    })
    void theMostSpecificEntryDecides(String login, String from, String expected) {
        assertEquals(expected, Occasions.word(rules(ENTRIES).decide(Occasions.loggedIn(login, from))));
    }

    @Test
    void anEntryForAllIsTheLastToBeAsked() {
        LoginPolicy policy = new LoginPolicy(
                true,
                List.of(Occasions.login("v.toml:1", "*", "example.org"), Occasions.login("v.toml:2", "eve", "*")),
                Consequence.UNSIGNED);
        assertEquals(
                "login-not-allowed",
                Occasions.word(rules(policy).decide(Occasions.loggedIn("a@example.com", "a@example.com"))));
        assertEquals(
                "s1:example.org",
                Occasions.word(rules(policy).decide(Occasions.loggedIn("a@example.com", "a@example.org"))));
        assertEquals(
                "s1:example.com", Occasions.word(rules(policy).decide(Occasions.loggedIn("eve", "a@example.com"))));
    }

    /// One domain only: a login without a domain can harm nobody. One with another domain is another's.
    @ParameterizedTest
    @CsvSource({
        "alice,             s1:example.com",
        "alice@example.com, s1:example.com",
        "alice@example.org, login-not-allowed"
    })
    void whereOneDomainSignsALoginNeedsNone(String login, String expected) {
        for (String from : List.of("example.com", "*")) {
            SigningRules single = new SigningRules(new RuleSettings(List.of(rule(from))), NO_DIRECTORY);
            assertEquals(expected, Occasions.word(single.decide(Occasions.loggedIn(login, "x@example.com"))));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"example.com", "example.com example.org", "*", "*.example.com"})
    void managedKeysOfManyAuthorsAreManyDomains(String from) {
        SigningRule managed = new SigningRule(
                "v.toml:1",
                Occasions.patterns(from.split(" ")),
                List.of(new RuleKey.Managed("v.toml:1", Optional.empty())));
        assertEquals(from.equals("example.com"), Coverage.of(List.of(managed)).isSingle());
    }

    @Test
    void aCertificateIsNoMailbox() {
        String subject = "/CN=eve/emailAddress=eve@example.com";
        assertEquals(
                "login-not-allowed",
                Occasions.word(rules(LoginPolicy.DEFAULT)
                        .decide(Occasions.loggedIn(Bytes.utf8(subject), Optional.of("EXTERNAL"), "a@example.com"))));
    }

    @Test
    void whatIsNotAllowedIsUnsignedOrRefused() {
        LoginPolicy refuse = new LoginPolicy(true, List.of(), Consequence.REJECT);
        Occasion forged = Occasions.loggedIn("eve@example.org", "boss@example.com");
        assertEquals(
                new Decision.Outcome.Refuse(UnsignedReason.NOT_ALLOWED, "You may not send as boss@example.com"),
                rules(refuse).decide(forged).outcome());
        assertEquals("s1:example.com", Occasions.word(rules(LoginPolicy.OFF).decide(forged)));
        // What we would not sign for anybody is not refused either.
        assertEquals(
                "no-rule", Occasions.word(rules(refuse).decide(Occasions.loggedIn("eve@example.org", "a@b.example"))));
    }

    /// A decider that would sign anything for anybody, as OpenDKIM does once a client has logged in.
    @Test
    void otherDecidersCanHaveTheirLoginsChecked() {
        Decision.Outcome sign = new Decision.Outcome.Sign(List.of(
                new PlannedSignature(Occasions.rsa("s1", "example.com"), Optional.empty(), SignatureProfile.DEFAULT)));
        CheckedLogins checked = new CheckedLogins(_ -> new Decision(sign, List.of()), ENTRIES);
        List.of(
                        List.of("alice@example.com", "alice@example.com", "s1:example.com"),
                        List.of("alice@example.com", "bob@example.com", "login-not-allowed"),
                        List.of("carol@example.org", "x@example.com", "login-not-allowed"),
                        List.of("dave", "x@example.com", "login-not-allowed"),
                        List.of("news", "x@example.com, y@example.org", "login-not-allowed"))
                .forEach(row -> assertEquals(
                        row.getLast(), Occasions.word(checked.decide(Occasions.loggedIn(row.getFirst(), row.get(1))))));
        assertEquals("s1:example.com", Occasions.word(checked.decide(Occasions.local("a@example.com"))));
        CheckedLogins idle = new CheckedLogins(
                _ -> new Decision(new Decision.Outcome.Unsigned(UnsignedReason.NO_RULE), List.of()), ENTRIES);
        assertEquals("no-rule", Occasions.word(idle.decide(Occasions.loggedIn("dave", "x@example.com"))));
    }

    /// Where there is one domain only, it is with other deciders as it is with rules.
    @Test
    void anotherDeciderIsAskedWhetherItSignsForOneDomain() {
        SigningRules single =
                new SigningRules(new RuleSettings(List.of(rule("example.com"))).with(LoginPolicy.OFF), NO_DIRECTORY);
        CheckedLogins one = new CheckedLogins(single, LoginPolicy.DEFAULT);
        assertEquals("s1:example.com", Occasions.word(one.decide(Occasions.loggedIn("dave", "x@example.com"))));
        CheckedLogins two = new CheckedLogins(rules(LoginPolicy.OFF), LoginPolicy.DEFAULT);
        assertEquals("login-not-allowed", Occasions.word(two.decide(Occasions.loggedIn("dave", "x@example.com"))));
    }

    @Test
    void everybodyCanReadWhichEntryDecided() {
        assertTrue(Occasions.steps(rules(ENTRIES).decide(Occasions.loggedIn("bob@example.com", "bob@example.com")))
                .contains("v.toml:31 login bob@example.com may not use bob@example.com, only example.org"));
        assertTrue(Occasions.steps(rules(ENTRIES).decide(Occasions.loggedIn("news", "bob@example.com")))
                .contains("v.toml:32 login news may use bob@example.com: *"));
    }

    @Test
    void twoEntriesForOneLoginAreAMistake() {
        List<LoginPolicy.Entry> twice = List.of(
                Occasions.login("v.toml:3", "Alice@example.com", "*"),
                Occasions.login("v.toml:4", "alice@EXAMPLE.com", "*"));
        assertEquals(
                "v.toml:4: an entry for the same login is at v.toml:3",
                assertThrows(IllegalArgumentException.class, () -> new LoginPolicy(true, twice, Consequence.UNSIGNED))
                        .getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "*@", "*@exa mple.com", "al*", "*@*.example.com", "**"})
    void refusesWhatIsNoLogin(String text) {
        assertInstanceOf(Parsed.Malformed.class, LoginPattern.parse(text));
    }

    /// Whatever a login looks like, it does not get at another domain without an entry.
    @Test
    void noLoginIsTooOdd() {
        SigningRules rules = rules(LoginPolicy.DEFAULT);
        Fuzzing.run(
                10_000,
                List.of("alice@example.org", "alice", "a@b@example.org", "eve@xn--exmple-cua.com"),
                List.of("@", ".", "\0", "\u00FC", "*", "example.com.", "example.com", "@example.com", " ", "\r\n"),
                octets -> {
                    Bytes login = Bytes.of(octets);
                    Decision decision =
                            rules.decide(Occasions.loggedIn(login, Optional.of("PLAIN"), "boss@example.com"));
                    String end = login.latin1().toLowerCase(Locale.ROOT);
                    boolean own = end.matches("(?s).+@example\\.com\\.?");
                    assertEquals(own ? "s1:example.com" : "login-not-allowed", Occasions.word(decision));
                    assertTrue(Occasions.steps(decision).stream()
                            .allMatch(step -> step.chars().allMatch(c -> c >= ' ' && c <= '~')));
                    LoginPattern.parse(login.utf8());
                });
    }
}
