package org.vidimus.signer.arc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vidimus.policy.Fuzzing;
import org.vidimus.policy.Spec;
import org.vidimus.policy.Suites;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.dns.Data;
import org.vidimus.policy.dns.DomainName;
import org.vidimus.policy.dns.RecordType;
import org.vidimus.policy.dns.ZoneResolver;
import org.vidimus.policy.message.HeaderField;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/// What we say of chains, compared with what others say.
class ArcDifferentialTest {
    private static final List<String> DOMAINS = List.of("h1.example", "h2.example", "h3.example");
    private static final ZoneResolver ZONE = ZoneResolver.of(DOMAINS.stream()
            .map(domain -> "s._domainkey." + domain + ". TXT \"" + SealKey.RSA.record() + "\"")
            .toArray(String[]::new));

    /// Cases of the suite without an expectation; docs/arc-differences.md has what we say and why.
    private static final Set<String> OPEN = Set.of("cv_fail_i2_as2_fail", "cv_fail_i2_as1_fail");

    private static final int GENERATED = Integer.getInteger("vidimus.arc.chains", 60);

    @TempDir
    private Path folder;

    @Test
    @Spec("RFC 8617 §5.2")
    void dkimpyAgreesAboutTheSuiteOfValimail() throws IOException, InterruptedException {
        ArcPeers peers = ArcPeers.in(folder, SealKey.RSA, DOMAINS);
        Map<String, String> differences = new TreeMap<>();
        int compared = 0;
        try (InputStream in =
                Files.newInputStream(Suites.folder("arc-valimail-given").resolve("arc-validation-given.yml"))) {
            for (Object document : new Yaml(new SafeConstructor(new LoaderOptions())).loadAll(in)) {
                Map<?, ?> records = section(document, "txt-records");
                ZoneResolver.Builder zone = ZoneResolver.builder();
                List<String> keys = new ArrayList<>();
                records.forEach((name, text) -> {
                    String record = String.valueOf(text).strip();
                    zone.add(DomainName.of(String.valueOf(name)), RecordType.TXT, new Data.Text(Bytes.utf8(record)));
                    keys.add(name + "\t" + record.replaceAll("\\s*\n\\s*", ""));
                });
                Files.write(folder.resolve("keys"), keys);
                Map<String, byte[]> messages = new LinkedHashMap<>();
                section(document, "tests").forEach((name, test) -> messages.put(String.valueOf(name), message(test)));
                differences.putAll(differences(peers, ArcPeers.DKIMPY, zone.build(), messages));
                compared += messages.size();
            }
        }
        assertEquals(86, compared);
        assertEquals(OPEN, differences.keySet(), differences::toString);
    }

    private static byte[] message(Object test) {
        return String.valueOf(((Map<?, ?>) test).get("message"))
                .replace("\r\n", "\n")
                .replace("\n", "\r\n")
                .getBytes(StandardCharsets.UTF_8);
    }

    private static Map<?, ?> section(Object document, String name) {
        return ((Map<?, ?>) document).get(name) instanceof Map<?, ?> section ? section : Map.of();
    }

    @Test
    @Spec({"RFC 8617 §5.2", "ARC-2", "ARC-3"})
    void othersAgreeAboutChainsThatSomethingHappenedTo() throws IOException, InterruptedException {
        ArcPeers peers = ArcPeers.in(folder, SealKey.RSA, DOMAINS);
        RandomGenerator random = Fuzzing.random(8617);
        Map<String, byte[]> messages = new LinkedHashMap<>();
        for (int i = 0; i < GENERATED; i++) {
            Travel travel = new Travel(ZONE);
            int hops = random.nextInt(1, DOMAINS.size() + 1);
            for (String domain : DOMAINS.subList(0, hops)) {
                ArcSealer sealer = new ArcSealer(SealingProfile.DEFAULT, SealKey.RSA.of("s", domain));
                travel.seal(sealer, domain);
                travel.on(HeaderField.of("Received", " by " + domain));
            }
            String what = random.nextInt(4) == 0 ? "nothing" : happen(travel, random);
            messages.put("%03d-%s-%d".formatted(i, what, hops), travel.octets());
        }
        Map<String, String> dkimpy = differences(peers, ArcPeers.DKIMPY, ZONE, messages);
        Map<String, String> perl = differences(peers, ArcPeers.MAIL_DKIM, ZONE, messages);

        // dkimpy takes fields of one name in the order in which they stand, not in that of their instances.
        dkimpy.keySet().removeIf(name -> name.matches("\\d+-(first|last)-ARC-.*"));
        assertEquals(Map.of(), dkimpy);
        assertEquals(Map.of(), perl);
        assertTrue(messages.keySet().stream().anyMatch(name -> name.contains("nothing-3")));
    }

    /// Something that breaks a chain, or not.
    private static String happen(Travel travel, RandomGenerator random) {
        String[] what = new String[1];
        travel.change(fields -> {
            int at = random.nextInt(fields.size());
            HeaderField field = fields.get(at);
            String value = field.value().latin1();
            switch (random.nextInt(6)) {
                case 0 -> {
                    what[0] = "removed-" + field.name();
                    fields.remove(at);
                }
                case 1 -> {
                    what[0] = "last-" + field.name();
                    fields.addLast(fields.remove(at));
                }
                case 2 -> {
                    what[0] = "first-" + field.name();
                    fields.addFirst(fields.remove(at));
                }
                case 3 -> {
                    what[0] = "folded-" + field.name();
                    fields.set(at, HeaderField.of(field.name().latin1(), value.replaceFirst(" ", "\n\t ")));
                }
                case 4 -> {
                    int letter = value.indexOf('e', random.nextInt(value.length()));
                    what[0] = (letter < 0 ? "kept-" : "changed-") + field.name();
                    if (letter >= 0) {
                        fields.set(
                                at,
                                HeaderField.of(
                                        field.name().latin1(),
                                        value.substring(0, letter) + "E" + value.substring(letter + 1)));
                    }
                }
                default -> {
                    what[0] = "twice-" + field.name();
                    fields.add(at, field);
                }
            }
        });
        return what[0];
    }

    /// Where we and a peer say different things: a chain is good, or it is not.
    private static Map<String, String> differences(
            ArcPeers peers, String peer, ZoneResolver zone, Map<String, byte[]> messages)
            throws IOException, InterruptedException {
        Map<String, String> theirs = peers.validate(peer, messages);
        assertEquals(messages.size(), theirs.size(), peer);
        Map<String, String> differences = new TreeMap<>();
        messages.forEach((name, octets) -> {
            String ours = new Travel(zone, octets).validate().status().word();
            String their = theirs.getOrDefault(name, "no answer");
            if (!ours.equals(their)) {
                differences.put(name, "ours " + ours + ", " + peer + " " + their);
            }
        });
        return differences;
    }
}
