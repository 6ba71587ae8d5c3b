package org.vidimus.signer.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.vidimus.policy.Spec;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.pipeline.ConnectionFacts;
import org.vidimus.policy.pipeline.Skip;
import org.vidimus.signer.key.KeySource;

class SigningRulesTest {
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

    private static final SigningRules SEVERAL = of(
            rule("v.toml:1", "ceo@example.com", key("ceo", "example.com")),
            rule("v.toml:2", "*.example.com", key("sub", "example.com")),
            rule("v.toml:3", "example.com m\u00FCller.example", key("s1", "example.com")),
            rule("v.toml:4", "a@example.org b@example.org", key("ab", "example.org")),
            rule("v.toml:5", "example.com", key("never", "example.com")),
            rule("v.toml:6", "root@*", key("root", "example.net")));

    @ParameterizedTest
    @Spec({"SGN-7", "DKS-9"})
    @CsvSource(delimiter = '|', textBlock = """
            alice@example.com                        | s1:example.com
            "Alice" <ALICE@EXAMPLE.COM>              | s1:example.com
            ceo@example.com                          | ceo:example.com
            "c\\eo"@example.com                      | ceo:example.com
            ceo@mail.example.com                     | sub:example.com
            alice@xexample.com                       | no-rule
            x@m\u00FCller.example                    | s1:example.com
            x@xn--mller-kva.example                  | s1:example.com
            a@example.org                            | ab:example.org
            c@example.org                            | no-rule
            a@example.org, b@example.org             | ab:example.org
            a@example.org, c@example.org             | no-rule
            ceo@example.com, alice@example.com       | s1:example.com
            staff: a@example.org, b@example.org;     | ab:example.org
            root@example.info                        | root:example.net
            root@example.com                         | s1:example.com
            MAILER-DAEMON@mx.example.com (Mail)      | sub:example.com
            a@example.org, a@example.com             | several-authors
            undisclosed:;                            | no-author
            alice@[192.0.2.1]                        | no-author
            alice                                    | no-author
            <@example.org:alice@example.com>         | several-authors
            """)
    void theFirstRuleThatIsForAllAuthorsDecides(String from, String expected) {
        assertEquals(expected, Occasions.word(SEVERAL.decide(Occasions.local(from))));
    }

    @Test
    @Spec("DKS-5")
    void severalFromFieldsAreNotSignedWhateverTheySay() {
        assertEquals(
                "several-authors", Occasions.word(SEVERAL.decide(Occasions.local("a@example.com", "a@example.com"))));
        assertEquals("no-author", Occasions.word(SEVERAL.decide(Occasions.local())));
    }

    @ParameterizedTest
    @Spec("DKS-5")
    @EnumSource(Consequence.class)
    void whatHasNoAuthorIsTreatedAsConfigured(Consequence consequence) {
        SigningRules rules = new SigningRules(
                new RuleSettings(List.of(), LoginPolicy.DEFAULT, List.of(), consequence, Consequence.TEMPFAIL),
                NO_DIRECTORY);
        String expected = consequence == Consequence.UNSIGNED ? "" : consequence.word() + " ";
        assertEquals(expected + "no-author", Occasions.word(rules.decide(Occasions.local())));
        assertEquals(
                expected + "several-authors",
                Occasions.word(rules.decide(Occasions.local("a@example.com, b@example.org"))));
        assertEquals("no-rule", Occasions.word(rules.decide(Occasions.local("a@example.com"))));
    }

    @ParameterizedTest
    @Spec("DKS-10")
    @EnumSource(Skip.class)
    void mailFromInsideIsSignedWhyeverItIs(Skip inside) {
        Occasion occasion =
                Occasions.message(ConnectionFacts.UNKNOWN, Optional.of(inside), "<>", List.of(), "alice@example.com");
        Decision decision = SEVERAL.decide(occasion);
        assertEquals("s1:example.com", Occasions.word(decision));
        assertTrue(Occasions.steps(decision).getFirst().startsWith("from inside (" + inside.word() + "): "));
    }

    @Test
    @Spec("DKS-10")
    void aFromMatchAloneIsNeverEnough() throws UnknownHostException {
        ConnectionFacts outside =
                ConnectionFacts.of(InetAddress.getByName("192.0.2.1"), Bytes.utf8("mail.example.com"));
        Decision decision =
                SEVERAL.decide(Occasions.message(outside, Optional.empty(), "<>", List.of(), "alice@example.com"));
        assertEquals("not-from-inside", Occasions.word(decision));
        assertEquals(
                List.of("from outside: client 192.0.2.1 has not logged in and is not trusted"),
                Occasions.steps(decision));
    }

    @ParameterizedTest
    @CsvSource({
        "<bob@example.net>,                    s1:example.com",
        "<bob@list.example.net>,               recipient",
        "bob@LIST.example.net,                 recipient",
        "<a@example.net>;<x@list.example.net>, recipient",
        "root,                                 s1:example.com",
        "<>,                                   s1:example.com"
    })
    void mailToSomeIsNotSigned(String recipients, String expected) {
        SigningRules rules = new SigningRules(
                new RuleSettings(
                        List.of(rule("v.toml:3", "example.com", key("s1", "example.com"))),
                        LoginPolicy.DEFAULT,
                        Occasions.patterns("*.example.net"),
                        Consequence.UNSIGNED,
                        Consequence.TEMPFAIL),
                NO_DIRECTORY);
        Occasion occasion = Occasions.message(
                ConnectionFacts.LOCAL,
                Optional.of(Skip.LOCAL),
                "<>",
                List.of(recipients.split(";")),
                "alice@example.com");
        assertEquals(expected, Occasions.word(rules.decide(occasion)));
    }

    @Test
    @Spec("SGN-6")
    void everyStepHasItsPlace() {
        assertEquals(
                List.of(
                        "from inside (local): it was submitted on the host itself",
                        "author alice@example.com; MAIL FROM is the null sender, as of bounces",
                        "v.toml:1 the rule for ceo@example.com is not for alice@example.com",
                        "v.toml:2 the rule for *.example.com is not for example.com",
                        "v.toml:3 the rule for example.com is for alice@example.com",
                        "v.toml key s1 of example.com, rsa-sha256, 2048 bits: signs"),
                Occasions.steps(SEVERAL.decide(Occasions.local("alice@example.com"))));
        assertEquals(
                List.of(
                        "v.toml:1 the rule for ceo@example.com is not for example.org",
                        "v.toml:2 the rule for *.example.com is not for example.org",
                        "v.toml:3 the rule for example.com, xn--mller-kva.example is not for example.org",
                        "v.toml:4 the rule for a@example.org, b@example.org is not for a@example.org and 1 more",
                        "v.toml:5 the rule for example.com is not for example.org",
                        "v.toml:6 the rule for root@* is not for a@example.org and 1 more",
                        "no rule is for a@example.org and 1 more"),
                Occasions.steps(SEVERAL.decide(Occasions.local("a@example.org, c@example.org")))
                        .subList(2, 9));
    }

    @Test
    @Spec("SGN-6")
    void aProviderIsNotToldOfEveryOtherCustomer() {
        List<SigningRule> many = IntStream.range(0, 10_000)
                .mapToObj(i -> rule("v.toml:" + i, "c" + i + ".example", key("s1", "c" + i + ".example")))
                .toList();
        SigningRules rules = new SigningRules(new RuleSettings(many), NO_DIRECTORY);
        assertEquals(
                List.of(
                        "5000 rules are for other domains",
                        "v.toml:5000 the rule for c5000.example is for a@c5000.example",
                        "v.toml key s1 of c5000.example, rsa-sha256, 2048 bits: signs"),
                Occasions.steps(rules.decide(Occasions.local("a@c5000.example")))
                        .subList(2, 5));
    }
}
