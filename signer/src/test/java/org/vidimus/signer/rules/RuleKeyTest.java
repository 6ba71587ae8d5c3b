package org.vidimus.signer.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vidimus.policy.Spec;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.dkim.DkimSignature;
import org.vidimus.policy.dns.DomainName;
import org.vidimus.signer.dkim.SignatureProfile;
import org.vidimus.signer.key.KeySource;

/// Which keys of a rule sign, and what becomes of a message if one cannot.
class RuleKeyTest {
    private static final KeySource NO_DIRECTORY = _ -> new KeySource.Keys.None("no key directory");

    private static SigningRule rule(String place, String from, RuleKey... keys) {
        return new SigningRule(place, Occasions.patterns(from.split(" ")), List.of(keys));
    }

    private static RuleKey key(String selector, String domain) {
        return Occasions.ready("v.toml", Occasions.rsa(selector, domain));
    }

    private static SigningRules of(SigningRule... rules) {
        return new SigningRules(new RuleSettings(List.of(rules)), NO_DIRECTORY);
    }

    @ParameterizedTest
    @Spec("SGN-9")
    @CsvSource(delimiter = '|', textBlock = """
            broken                        | tempfail broken-key | broken-key
            broken rsa                    | s1:example.com      | s1:example.com
            rsa broken                    | s1:example.com      | s1:example.com
            broken provider               | tempfail broken-key | p1:provider.example
            broken rsa provider           | s1:example.com p1:provider.example | s1:example.com p1:provider.example
            rsa rsa                       | s1:example.com      | s1:example.com
            """)
    void aBrokenKeyStopsItsOwnDomainOnly(String keys, String byDefault, String unsigned) {
        RuleKey[] list = List.of(keys.split(" ")).stream()
                .map(word -> switch (word) {
                    case "rsa" -> key("s1", "example.com");
                    case "provider" -> key("p1", "provider.example");
                    default -> Occasions.broken("v.toml:8", "s2", "example.com");
                })
                .toArray(RuleKey[]::new);
        List<SigningRule> rules = List.of(
                rule("v.toml:3", "example.com", list), rule("v.toml:4", "example.org", key("o", "example.org")));
        SigningRules deferring = new SigningRules(new RuleSettings(rules), NO_DIRECTORY);
        Decision decision = deferring.decide(Occasions.local("alice@example.com"));
        assertEquals(byDefault, Occasions.word(decision));
        if (keys.contains("broken")) {
            assertTrue(Occasions.steps(decision).contains("v.toml:8 key s2 of example.com is broken: no such file"));
        }
        assertEquals("o:example.org", Occasions.word(deferring.decide(Occasions.local("alice@example.org"))));
        SigningRules going = new SigningRules(
                new RuleSettings(rules, LoginPolicy.DEFAULT, List.of(), Consequence.UNSIGNED, Consequence.UNSIGNED),
                NO_DIRECTORY);
        assertEquals(unsigned, Occasions.word(going.decide(Occasions.local("alice@example.com"))));
    }

    /// The directory: example.com has two keys, below.example.com a broken one, other.example.com none in use.
    private static KeySource.Keys directory(DomainName domain) {
        return switch (domain.toString()) {
            case "example.com" ->
                new KeySource.Keys.Active(
                        List.of(Occasions.rsa("r1", "example.com"), Occasions.ed25519("e1", "example.com")));
            case "broken.example.com" -> new KeySource.Keys.Broken("r9: no such file");
            default -> new KeySource.Keys.None("no such directory");
        };
    }

    @ParameterizedTest
    @Spec("DKS-9")
    @CsvSource({
        "a@example.com,            r1:example.com e1:example.com",
        "a@other.example.com,      r1:example.com e1:example.com",
        "a@x.other.example.com,    r1:example.com e1:example.com",
        "a@broken.example.com,     tempfail broken-key",
        "a@x.broken.example.com,   tempfail broken-key",
        "a@example.org,            no-key",
        "a@com,                    no-key"
    })
    void managedKeysAreThoseOfTheNearestDomainThatHasSome(String from, String expected) {
        SigningRules rules = new SigningRules(
                new RuleSettings(List.of(rule("v.toml:3", "*", new RuleKey.Managed("v.toml:4", Optional.empty())))),
                RuleKeyTest::directory);
        assertEquals(expected, Occasions.word(rules.decide(Occasions.local(from))));
    }

    @Test
    void managedKeysOfOneDomainSignForAll() {
        SigningRules rules = new SigningRules(
                new RuleSettings(List.of(rule(
                        "v.toml:3",
                        "*",
                        new RuleKey.Managed("v.toml:4", Optional.of(DomainName.of("example.com"))),
                        key("p1", "provider.example")))),
                RuleKeyTest::directory);
        assertEquals(
                "r1:example.com e1:example.com p1:provider.example",
                Occasions.word(rules.decide(Occasions.local("a@example.org"))));
    }

    @ParameterizedTest
    @Spec("RFC 6376 §3.5")
    @CsvSource({
        "none,    a@example.com,             s1:example.com",
        "address, a@example.com,             s1:example.com:i=a@example.com",
        "address, a@x.example.com,           s1:example.com:i=a@x.example.com",
        "address, a@example.org,             s1:example.com",
        "address, 'a@example.com, b@example.com', s1:example.com",
        "domain,  'a@example.com, b@example.com', s1:example.com:i=@example.com",
        "domain,  a@x.example.com,           s1:example.com:i=@x.example.com",
        "fixed,   a@example.org,             s1:example.com:i=@mail.example.com",
    })
    void anIdentityIsOfTheSigningDomain(String choice, String from, String expected) {
        IdentityChoice identity = switch (choice) {
            case "address" -> new IdentityChoice.AuthorAddress();
            case "domain" -> new IdentityChoice.AuthorDomain();
            case "fixed" ->
                new IdentityChoice.Fixed(new DkimSignature.Identity(Bytes.EMPTY, DomainName.of("mail.example.com")));
            default -> IdentityChoice.NONE;
        };
        SigningRules rules = of(new SigningRule(
                "v.toml:3",
                List.of(AddressPattern.ANY),
                List.of(key("s1", "example.com")),
                identity,
                SignatureProfile.DEFAULT));
        assertEquals(expected, Occasions.word(rules.decide(Occasions.local(from))));
    }
}
