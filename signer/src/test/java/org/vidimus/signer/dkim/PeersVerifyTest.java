package org.vidimus.signer.dkim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vidimus.policy.Spec;
import org.vidimus.policy.Suites;
import org.vidimus.policy.dkim.Canonicalization;
import org.vidimus.policy.dkim.Peers;
import org.vidimus.policy.dkim.Verifying;
import org.vidimus.policy.message.Author;
import org.vidimus.policy.message.Fact;
import org.vidimus.policy.message.FactsCollector;
import org.vidimus.policy.message.HeaderField;
import org.vidimus.policy.message.LineEnds;
import org.vidimus.policy.message.MessageFacts;
import org.vidimus.policy.message.RawMessage;
import org.vidimus.signer.key.DomainKey;

/// What we sign, verified by us, by dkimpy, by Mail::DKIM and by libopendkim: messages of the suites, and generated
/// ones, as many as the system property `vidimus.signed` says. Each message is signed with RSA and with Ed25519, with
/// one pair of canonicalizations after the other. Where a peer does not pass a signature there has to be a reason in
/// [#REASONS], and docs/dkim-differences.md has it in full.
class PeersVerifyTest {
    private static final List<String> PEERS = List.of("dkimpy", "Mail::DKIM", "libopendkim");
    private static final int GENERATED = Integer.getInteger("vidimus.signed", 400);
    private static final int BATCH = 500;

    private static final DomainKey RSA = TestKey.RSA_2048.of("rsa", "example.com");
    private static final DomainKey ED25519 = TestKey.ED25519.of("ed25519", "example.com");
    private static final Map<String, String> KEYS = Map.of(
            "rsa._domainkey.example.com", TestKey.RSA_2048.record(),
            "ed25519._domainkey.example.com", TestKey.ED25519.record());

    /// A reason why a peer does not pass a signature of ours; the paragraph of docs/dkim-differences.md.
    private record Reason(String name, Set<String> peers, Predicate<Signed> applies) {}

    private static final List<Reason> REASONS = List.of(
            new Reason("Ed25519", Set.of("Mail::DKIM"), s -> s.signature.contains("a=ed25519-sha256")),
            new Reason(
                    "white space before a colon",
                    Set.of("dkimpy"),
                    s -> s.facts.facts().contains(Fact.SPACE_BEFORE_COLON)),
            new Reason(
                    "no blank line after the header",
                    Set.copyOf(PEERS),
                    s -> s.end == RawMessage.HeaderEnd.NOT_A_FIELD),
            new Reason("no line end at the end", Set.of("libopendkim"), s -> !s.message.endsWith("\r\n")),
            new Reason(
                    "no line end at the end, simple",
                    Set.of("Mail::DKIM"),
                    s -> !s.message.endsWith("\r\n") && s.signature.contains("/simple;")),
            new Reason("not one author", Set.of("libopendkim"), s -> !(s.author instanceof Author.Single)),
            new Reason("NUL, lone CR or LF", Set.of("libopendkim"), s -> s.facts.hasStrayControls()),
            new Reason(
                    "another signature that cannot be read",
                    Set.of("libopendkim"),
                    s -> s.others.contains("neutral") || s.others.contains("permerror")));

    /// A message with our signatures on it.
    ///
    /// @param signature the field that is looked at
    /// @param others what we say of the signatures that were there before
    private record Signed(
            String name,
            String message,
            String signature,
            RawMessage.HeaderEnd end,
            MessageFacts facts,
            Author author,
            List<String> others) {}

    private static final List<SignatureProfile> PROFILES = Stream.of(Canonicalization.values())
            .flatMap(
                    header -> Stream.of(Canonicalization.values()).map(body -> new Canonicalization.Pair(header, body)))
            .flatMap(pair -> Stream.of(HeaderSelection.DEFAULT, everything())
                    .map(headers -> new SignatureProfile(
                            pair, headers, true, Optional.of(Duration.ofDays(36_500)), TagOrder.DEFAULT)))
            .toList();

    /// More fields than the default, and all of them oversigned.
    private static HeaderSelection everything() {
        Set<String> names = new TreeSet<>(HeaderSelection.DEFAULT.signed());
        names.add("x-trace");
        names.add("x-absent");
        return new HeaderSelection(names, names);
    }

    @Test
    @Spec({"DKS-3", "DKS-4", "DKS-6", "DKS-12", "RFC 6376 §3.4", "RFC 6376 §3.7", "RFC 6376 §5", "RFC 8463 §3"})
    void generatedMessages(@TempDir Path folder) throws IOException, InterruptedException {
        Peers peers = Peers.in(folder);
        Map<String, Integer> seen = new TreeMap<>();
        for (int from = 0; from < GENERATED; from += BATCH) {
            Map<String, byte[]> messages = new LinkedHashMap<>();
            for (int n = from; n < Math.min(from + BATCH, GENERATED); n++) {
                messages.put("generated-" + n, Messages.generated(n));
            }
            check(peers, messages, seen);
        }
        assertEquals(Set.of("Mail::DKIM: Ed25519", "dkimpy: white space before a colon"), seen.keySet());
    }

    @Test
    @Spec({"DKS-12", "RFC 6376 §5"})
    void messagesOfTheSuites(@TempDir Path folder) throws IOException, InterruptedException {
        Peers peers = Peers.in(folder);
        Map<String, byte[]> messages = new LinkedHashMap<>();
        for (String suite : List.of(
                "mime-mail-parser",
                "mime-cpython-test-email",
                "derived-dkim-libopendkim",
                "derived-dkim-go-msgauth",
                "dkim-dkimpy",
                "rfc-dkim-examples",
                "spoof-espoofer")) {
            for (Path file : files(Suites.folder(suite))) {
                byte[] message = Verifying.crlf(file);
                // Where a message does not begin with a field, nothing can be put on top of it.
                if (!Sample.of(message).header().entries().isEmpty()) {
                    messages.put(suite + "-" + messages.size(), message);
                }
            }
        }
        assertTrue(messages.size() > 200, () -> messages.size() + " messages");
        Map<String, Integer> seen = new TreeMap<>();
        check(peers, messages, seen);
        assertEquals(
                Map.of(
                        "Mail::DKIM: Ed25519", 278,
                        "Mail::DKIM: no blank line after the header", 1,
                        "Mail::DKIM: no line end at the end, simple", 9,
                        "dkimpy: no blank line after the header", 2,
                        "dkimpy: white space before a colon", 10,
                        "libopendkim: NUL, lone CR or LF", 8,
                        "libopendkim: another signature that cannot be read", 4,
                        "libopendkim: no blank line after the header", 2,
                        "libopendkim: no line end at the end", 24,
                        "libopendkim: not one author", 78),
                seen);
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().matches(".*(\\.(eml|msg|message|mbox)|msg_\\d+\\.txt)"))
                    .sorted()
                    .toList();
        }
    }

    /// Signs, verifies with everybody, and counts the reasons.
    private static void check(Peers peers, Map<String, byte[]> messages, Map<String, Integer> seen)
            throws IOException, InterruptedException {
        Map<String, List<Signed>> signed = new LinkedHashMap<>();
        List<String> unexplained = new ArrayList<>();
        for (Map.Entry<String, byte[]> message : messages.entrySet()) {
            SignatureProfile profile = PROFILES.get(signed.size() % PROFILES.size());
            Sample sample = Sample.of(message.getValue());
            List<HeaderField> fields = List.of(sample.sign(ED25519, profile), sample.sign(RSA, profile));
            byte[] sent = Sample.with(fields, message.getValue());
            peers.put(message.getKey(), sent);
            List<String> ours = Verifying.with(KEYS).at(Sample.NOW).verify(sent).stream()
                    .map(result -> result.verdict().word())
                    .toList();
            if (!ours.subList(0, 2).equals(List.of("pass", "pass"))) {
                unexplained.add("we: " + message.getKey() + ": " + ours);
            }
            signed.put(message.getKey(), signed(message.getKey(), sample, fields, sent, ours.subList(2, ours.size())));
        }
        for (String peer : PEERS) {
            peers.verify(peer, KEYS, List.copyOf(signed.keySet())).forEach((name, words) -> {
                List<Signed> both = signed.getOrDefault(name, List.of());
                for (int i = 0; i < both.size(); i++) {
                    if (i >= words.size() || !words.get(i).equals("pass")) {
                        Optional<String> reason = reason(peer, both.get(i));
                        reason.ifPresent(each -> seen.merge(peer + ": " + each, 1, Integer::sum));
                        if (reason.isEmpty()) {
                            unexplained.add(peer + ": " + name + "/" + i + ": " + words);
                        }
                    }
                }
            });
        }
        assertEquals(List.of(), unexplained);
    }

    private static List<Signed> signed(
            String name, Sample sample, List<HeaderField> fields, byte[] sent, List<String> others) {
        FactsCollector facts = new FactsCollector(sample.form(), LineEnds.CRLF);
        sample.header().entries().forEach(entry -> facts.field(entry.field()));
        facts.body(sample.body().toArray(), 0, sample.body().length());
        MessageFacts found = facts.finish();
        return fields.stream()
                .map(field -> new Signed(
                        name,
                        new String(sent, StandardCharsets.ISO_8859_1),
                        field.value().latin1(),
                        sample.end(),
                        found,
                        Author.of(sample.header()),
                        others))
                .toList();
    }

    private static Optional<String> reason(String peer, Signed signed) {
        return REASONS.stream()
                .filter(reason -> reason.peers.contains(peer) && reason.applies.test(signed))
                .findFirst()
                .map(Reason::name);
    }
}
