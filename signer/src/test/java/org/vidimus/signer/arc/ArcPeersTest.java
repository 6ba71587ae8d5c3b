package org.vidimus.signer.arc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vidimus.policy.Spec;
import org.vidimus.policy.arc.ArcResult;
import org.vidimus.policy.dns.ZoneResolver;
import org.vidimus.policy.message.HeaderField;

/// Chains of ours and of other implementations, mixed: each reads what the others wrote.
class ArcPeersTest {
    private static final List<String> DOMAINS = List.of("h1.example", "h2.example", "h3.example", "h4.example");
    private static final ZoneResolver ZONE = ZoneResolver.of(DOMAINS.stream()
            .map(domain -> "s._domainkey." + domain + ". TXT \"" + SealKey.RSA.record() + "\"")
            .toArray(String[]::new));
    private static final String OURS = "ours";

    @TempDir
    private Path folder;

    /// Messages whose header and body give canonicalization something to do.
    private static Map<String, byte[]> messages() {
        Map<String, byte[]> messages = new LinkedHashMap<>();
        messages.put("plain", octets(Travel.HELLO));
        messages.put("empty", octets(Travel.HELLO.replace("hello\r\n\r\nhello", "x\r\n")));
        messages.put("blanks", octets(Travel.HELLO + "a  b \t \r\n\r\n \t\r\n\r\n"));
        messages.put(
                "folds", octets("Subject:a\r\n\t b  \r\n  c\r\nTO:x@b.example,\r\n y@b.example\r\n" + Travel.HELLO));
        messages.put("octets", octets(Travel.HELLO.replace("hello", "h\u00E9llo \u00FF") + "x".repeat(2_000) + "\r\n"));
        messages.put(
                "signed",
                octets("DKIM-Signature: v=1; a=rsa-sha256; d=a.example; s=s;\r\n\tb=AAAA\r\n" + Travel.HELLO));
        return messages;
    }

    private static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    @Test
    @Spec({"RFC 8617 §5.1", "RFC 8617 §5.2", "ARC-8"})
    void everybodyReadsWhatAnybodySealed() throws IOException, InterruptedException {
        ArcPeers peers = ArcPeers.in(folder, SealKey.RSA, DOMAINS);
        List<List<String>> routes = List.of(
                List.of(OURS, OURS, OURS, OURS),
                List.of(OURS, ArcPeers.DKIMPY, OURS, ArcPeers.MAIL_DKIM),
                List.of(ArcPeers.MAIL_DKIM, OURS, ArcPeers.DKIMPY, OURS),
                List.of(ArcPeers.DKIMPY, ArcPeers.MAIL_DKIM, OURS, ArcPeers.DKIMPY));
        for (List<String> route : routes) {
            Map<String, byte[]> messages = messages();
            for (int hop = 0; hop < route.size(); hop++) {
                messages = seal(peers, route.get(hop), DOMAINS.get(hop), messages);
                String where = route.subList(0, hop + 1).toString();
                messages.forEach((name, octets) -> {
                    ArcResult result = new Travel(ZONE, octets).validate();
                    assertEquals(ArcResult.Status.PASS, result.status(), where + " " + name + ": " + result.reason());
                });
                assertEquals(all("pass", messages), peers.validate(ArcPeers.DKIMPY, messages), where + peers.errors());
                assertEquals(
                        all("pass", messages), peers.validate(ArcPeers.MAIL_DKIM, messages), where + peers.errors());
            }
        }
    }

    @Test
    @Spec({"RFC 8617 §5.1.2", "ARC-9", "ARC-12"})
    void nobodyReadsAChainThatWeSealedAsFailedForAGoodOne() throws IOException, InterruptedException {
        ArcPeers peers = ArcPeers.in(folder, SealKey.RSA, DOMAINS);
        Map<String, byte[]> messages = seal(peers, OURS, DOMAINS.getFirst(), messages());
        messages.replaceAll((_, octets) ->
                octets(new String(octets, StandardCharsets.ISO_8859_1).replace("Date: Mon", "Date: Tue")));
        messages = seal(peers, OURS, DOMAINS.get(1), messages);

        // dkimpy says neither pass nor fail of a chain that ended.
        assertEquals(all("ended", messages), peers.validate(ArcPeers.DKIMPY, messages), peers.errors());
        assertEquals(all("fail", messages), peers.validate(ArcPeers.MAIL_DKIM, messages), peers.errors());
    }

    private static Map<String, String> all(String word, Map<String, byte[]> messages) {
        Map<String, String> expected = new TreeMap<>();
        messages.keySet().forEach(name -> expected.put(name, word));
        return expected;
    }

    /// A hop: validates, writes its Authentication-Results field, puts its trace on top, seals.
    private static Map<String, byte[]> seal(ArcPeers peers, String who, String domain, Map<String, byte[]> messages)
            throws IOException, InterruptedException {
        Map<String, byte[]> next = new LinkedHashMap<>();
        for (Map.Entry<String, byte[]> message : messages.entrySet()) {
            Travel travel = new Travel(ZONE, message.getValue());
            ArcResult chain = travel.validate();
            travel.on(HeaderField.of("Received", " by " + domain))
                    .on(Travel.results(domain, chain).format());
            if (who.equals(OURS)) {
                ArcSealer sealer = new ArcSealer(SealingProfile.DEFAULT, SealKey.RSA.of("s", domain));
                assertInstanceOf(
                        SealingOutcome.Sealed.class, travel.seal(sealer, Travel.results(domain, chain), chain));
            }
            next.put(message.getKey(), travel.octets());
        }
        return who.equals(OURS) ? next : peers.seal(who, domain, next);
    }
}
