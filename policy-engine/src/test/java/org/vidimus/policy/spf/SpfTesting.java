package org.vidimus.policy.spf;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.stream.Collectors;
import org.vidimus.policy.base.Budgets;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.dns.Lookups;
import org.vidimus.policy.dns.Resolver;
import org.vidimus.policy.dns.ZoneResolver;

/// What the tests of this package share.
final class SpfTesting {
    static final InstantSource CLOCK = InstantSource.fixed(Instant.ofEpochSecond(1_800_000_000));

    private SpfTesting() {}

    static SpfQuery query(String client, String helo, String mailFrom) {
        return new SpfQuery(
                SpfSuite.address(client),
                helo.isEmpty() ? Optional.empty() : Optional.of(Bytes.utf8(helo)),
                SpfSuite.mailFrom(mailFrom),
                "mx.receiver.example");
    }

    static Lookups lookups(Resolver resolver) {
        return new Lookups(resolver, Budgets.Dns.DEFAULT, () -> 0);
    }

    static SpfResult mailFrom(Resolver resolver, String client, String helo, String mailFrom) {
        return new SpfChecker(Budgets.Spf.DEFAULT, CLOCK, () -> 0)
                .mailFrom(query(client, helo, mailFrom), lookups(resolver));
    }

    /// The result for `user@example.com` from 192.0.2.1, HELO mail.example.com: the word, then what decided.
    static String verdict(String... zone) {
        return words(mailFrom(ZoneResolver.of(zone), "192.0.2.1", "mail.example.com", "user@example.com"));
    }

    static String words(SpfResult result) {
        return result.verdict().word() + " "
                + switch (result.verdict()) {
                    case SpfVerdict.Pass(String mechanism) -> mechanism;
                    case SpfVerdict.Fail(String mechanism, Optional<String> why) ->
                        mechanism + why.map(text -> " \"" + text + "\"").orElse("");
                    case SpfVerdict.SoftFail(String mechanism) -> mechanism;
                    case SpfVerdict.Neutral(Optional<String> mechanism) -> mechanism.orElse("default");
                    case SpfVerdict.None(String problem) -> problem;
                    case SpfVerdict.TempError(String problem) -> problem;
                    case SpfVerdict.PermError(String problem) -> problem;
                };
    }

    static String trace(SpfResult result) {
        return result.trace().stream().map(node -> trace(node, "")).collect(Collectors.joining());
    }

    private static String trace(SpfTrace node, String indent) {
        return indent + node.what() + " -> " + node.outcome() + "\n"
                + node.below().stream()
                        .map(below -> trace(below, indent + "  "))
                        .collect(Collectors.joining());
    }
}
