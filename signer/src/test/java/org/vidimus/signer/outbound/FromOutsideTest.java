package org.vidimus.signer.outbound;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.vidimus.policy.Fuzzing;
import org.vidimus.policy.Spec;
import org.vidimus.policy.base.Budgets;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.base.Parsed;
import org.vidimus.policy.dns.DomainName;
import org.vidimus.policy.message.Author;
import org.vidimus.policy.message.HeaderBlock;
import org.vidimus.policy.pipeline.ConnectionFacts;
import org.vidimus.policy.pipeline.Envelope;
import org.vidimus.policy.pipeline.Skip;
import org.vidimus.signer.dkim.TestKey;
import org.vidimus.signer.key.KeySource;
import org.vidimus.signer.rules.AddressPattern;
import org.vidimus.signer.rules.Consequence;
import org.vidimus.signer.rules.Decision;
import org.vidimus.signer.rules.LoginPattern;
import org.vidimus.signer.rules.LoginPolicy;
import org.vidimus.signer.rules.Occasion;
import org.vidimus.signer.rules.RuleKey;
import org.vidimus.signer.rules.RuleSettings;
import org.vidimus.signer.rules.SigningRule;
import org.vidimus.signer.rules.SigningRules;
import org.vidimus.signer.rules.UnsignedReason;

/// A From match from outside never signs, whatever is configured (DKS-10), and from inside no login signs for a
/// domain that it was not given (SGN-29).
class FromOutsideTest {
    private static final List<String> PATTERNS = List.of(
            "*", "example.com", "*.example.com", "alice@example.com", "alice@*", "example.org", "*@*.example.org");
    private static final List<String> AUTHORS = List.of(
            "alice@example.com", "bob@mail.example.com", "alice@example.org", "eve@a.example.org", "x@example.net");
    private static final List<String> LOGINS = List.of("alice", "alice@example.com", "*@example.org", "*");
    private static final KeySource DIRECTORY =
            domain -> new KeySource.Keys.Active(List.of(TestKey.RSA.of("m1", domain.toString())));

    private static <T> T any(List<T> list, RandomGenerator random) {
        return list.get(random.nextInt(list.size()));
    }

    private static <T> T ok(Parsed<T> parsed) {
        return switch (parsed) {
            case Parsed.Ok<T>(T value) -> value;
            case Parsed.Malformed<T>(int offset, String why) -> throw new AssertionError(offset + ": " + why);
        };
    }

    private static List<AddressPattern> patterns(RandomGenerator random) {
        List<AddressPattern> patterns = new ArrayList<>();
        for (int i = random.nextInt(1, 4); i > 0; i--) {
            patterns.add(ok(AddressPattern.parse(any(PATTERNS, random))));
        }
        return patterns;
    }

    private static RuleSettings settings(RandomGenerator random) {
        List<SigningRule> rules = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            RuleKey key = random.nextBoolean()
                    ? new RuleKey.Ready(
                            "v.toml:1", TestKey.RSA.of("s1", any(List.of("example.com", "example.org"), random)))
                    : new RuleKey.Managed("v.toml:1", Optional.<DomainName>empty());
            rules.add(new SigningRule("v.toml:1", patterns(random), List.of(key)));
        }
        List<LoginPolicy.Entry> entries = new ArrayList<>();
        for (String login : LOGINS) {
            if (random.nextInt(3) == 0) {
                entries.add(new LoginPolicy.Entry("v.toml:2", ok(LoginPattern.parse(login)), patterns(random)));
            }
        }
        List<Consequence> consequences = List.of(Consequence.values());
        return new RuleSettings(
                rules,
                new LoginPolicy(random.nextBoolean(), entries, any(consequences, random)),
                random.nextInt(4) == 0 ? patterns(random) : List.of(),
                any(consequences, random),
                any(consequences, random));
    }

    @Test
    @Spec("DKS-10")
    void nothingThatIsConfiguredSignsForStrangers() {
        RandomGenerator random = Fuzzing.random(10);
        for (int i = 0; i < 3_000; i++) {
            SigningRules rules = new SigningRules(settings(random), DIRECTORY);
            MailSigner signer = new MailSigner(
                    rules, OutboundSettings.DEFAULT, Runnable::run, () -> Outbox.NOW, SigningEvents.NONE);
            Outbox mail = Outbox.of("hello\r\n", "From: " + any(AUTHORS, random));
            ConnectionFacts outside = random.nextBoolean() ? Outbox.OUTSIDE : ConnectionFacts.UNKNOWN;
            HeaderBlock header = HeaderBlock.of(mail.fields());
            Occasion occasion =
                    new Occasion(outside, Optional.empty(), Bytes.utf8("<>"), List.of(), header, Author.of(header));
            assertEquals(
                    new Decision.Outcome.Unsigned(UnsignedReason.NOT_FROM_INSIDE),
                    rules.decide(occasion).outcome());
            assertTrue(signer.begin(outside, new Envelope(Bytes.utf8("<>")), Optional.empty())
                    .isEmpty());
            if (i % 20 == 0) {
                assertEquals("", mail.send(signer, outside, Budgets.DEFAULT).notes("signed", "unsigned"));
            }
        }
    }

    /// Two domains, no entry for the login: what is signed for a login's mail is of its own domain.
    @Test
    @Spec("SGN-29")
    void noRuleGivesALoginAnotherDomain() {
        RandomGenerator random = Fuzzing.random(29);
        int signed = 0;
        for (int i = 0; i < 3_000; i++) {
            RuleSettings settings = settings(random).with(LoginPolicy.DEFAULT);
            SigningRules rules = new SigningRules(settings, DIRECTORY);
            String author = any(AUTHORS, random);
            HeaderBlock header = HeaderBlock.of(Outbox.of("", "From: " + author).fields());
            Decision decision = rules.decide(new Occasion(
                    Outbox.loggedIn("mallory@example.com"),
                    Optional.of(Skip.AUTHENTICATED),
                    Bytes.utf8("<>"),
                    List.of(),
                    header,
                    Author.of(header)));
            if (decision.outcome() instanceof Decision.Outcome.Sign) {
                signed++;
                assertTrue(author.endsWith("@example.com"), author);
            }
        }
        assertTrue(signed > 100, "next to nothing was signed");
    }
}
