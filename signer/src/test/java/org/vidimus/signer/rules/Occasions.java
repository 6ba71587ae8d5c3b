package org.vidimus.signer.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.base.Parsed;
import org.vidimus.policy.dkim.SignatureAlgorithm;
import org.vidimus.policy.dns.DomainName;
import org.vidimus.policy.message.Author;
import org.vidimus.policy.message.HeaderBlock;
import org.vidimus.policy.message.HeaderField;
import org.vidimus.policy.pipeline.Authentication;
import org.vidimus.policy.pipeline.ConnectionFacts;
import org.vidimus.policy.pipeline.Skip;
import org.vidimus.signer.key.DomainKey;
import org.vidimus.signer.key.SigningKey;

/// Messages, keys and rules as tests write them down.
final class Occasions {
    private Occasions() {}

    /// A key that is never used.
    record UnusedKey(SignatureAlgorithm algorithm, int bits) implements SigningKey {
        @Override
        public Bytes publicKey() {
            return Bytes.EMPTY;
        }

        @Override
        public Bytes sign(Bytes input) {
            return Bytes.EMPTY;
        }
    }

    static DomainKey rsa(String selector, String domain) {
        return key(selector, domain, SignatureAlgorithm.RSA_SHA256, 2048);
    }

    static DomainKey ed25519(String selector, String domain) {
        return key(selector, domain, SignatureAlgorithm.ED25519_SHA256, 256);
    }

    private static DomainKey key(String selector, String domain, SignatureAlgorithm algorithm, int bits) {
        return new DomainKey(DomainName.of(domain), DomainName.of(selector), new UnusedKey(algorithm, bits));
    }

    static RuleKey ready(String place, DomainKey key) {
        return new RuleKey.Ready(place, key);
    }

    static RuleKey broken(String place, String selector, String domain) {
        return new RuleKey.Broken(place, DomainName.of(domain), DomainName.of(selector), "no such file");
    }

    static AddressPattern pattern(String text) {
        return switch (AddressPattern.parse(text)) {
            case Parsed.Ok<AddressPattern>(AddressPattern pattern) -> pattern;
            case Parsed.Malformed<AddressPattern>(int offset, String why) ->
                throw new IllegalArgumentException(text + ", octet " + offset + ": " + why);
        };
    }

    static List<AddressPattern> patterns(String... texts) {
        return Stream.of(texts).map(Occasions::pattern).toList();
    }

    static LoginPolicy.Entry login(String place, String login, String... may) {
        return switch (LoginPattern.parse(login)) {
            case Parsed.Ok<LoginPattern>(LoginPattern pattern) -> new LoginPolicy.Entry(place, pattern, patterns(may));
            case Parsed.Malformed<LoginPattern>(int offset, String why) ->
                throw new IllegalArgumentException(login + ", octet " + offset + ": " + why);
        };
    }

    /// Mail from a program on the host, with these From fields.
    static Occasion local(String... from) {
        return message(ConnectionFacts.LOCAL, Optional.of(Skip.LOCAL), "<>", List.of("<bob@example.net>"), from);
    }

    /// Mail from a client that logged in.
    static Occasion loggedIn(String login, String... from) {
        return loggedIn(Bytes.utf8(login), Optional.of("PLAIN"), from);
    }

    /// Mail from a client that logged in.
    static Occasion loggedIn(Bytes login, Optional<String> mechanism, String... from) {
        ConnectionFacts connection =
                ConnectionFacts.UNKNOWN.withAuthentication(new Authentication(login, mechanism.map(Bytes::utf8)));
        return message(
                connection, Optional.of(Skip.AUTHENTICATED), "<a@example.com>", List.of("<bob@example.net>"), from);
    }

    static Occasion message(
            ConnectionFacts connection,
            Optional<Skip> inside,
            String mailFrom,
            List<String> recipients,
            String... from) {
        List<HeaderField> fields = new ArrayList<>();
        fields.add(HeaderField.of("Subject", " hello"));
        Stream.of(from).forEach(value -> fields.add(HeaderField.of("From", " " + value)));
        HeaderBlock header = HeaderBlock.of(fields);
        return new Occasion(
                connection,
                inside,
                Bytes.utf8(mailFrom),
                recipients.stream().map(Bytes::utf8).toList(),
                header,
                Author.of(header));
    }

    /// What a decision comes to in a word or more: `s1:example.com` and so on for signatures, the reason, or
    /// the consequence and the reason.
    static String word(Decision decision) {
        return switch (decision.outcome()) {
            case Decision.Outcome.Sign(List<PlannedSignature> signatures, List<Decision.Unusable> _) ->
                String.join(
                        " ",
                        signatures.stream()
                                .map(s -> s.key().selector() + ":" + s.key().domain()
                                        + s.identity().map(i -> ":i=" + i).orElse(""))
                                .toList());
            case Decision.Outcome.Unsigned(UnsignedReason reason) -> reason.word();
            case Decision.Outcome.Defer(UnsignedReason reason, String _) -> "tempfail " + reason.word();
            case Decision.Outcome.Refuse(UnsignedReason reason, String _) -> "reject " + reason.word();
        };
    }

    /// The steps as lines, the place first.
    static List<String> steps(Decision decision) {
        return decision.steps().stream()
                .map(step -> (step.place() + " " + step.what()).strip())
                .toList();
    }
}
