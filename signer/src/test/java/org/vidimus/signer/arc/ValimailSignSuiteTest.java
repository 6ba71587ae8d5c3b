package org.vidimus.signer.arc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.vidimus.policy.Spec;
import org.vidimus.policy.Suites;
import org.vidimus.policy.authres.AuthenticationResultsHeader;
import org.vidimus.policy.authres.AuthservId;
import org.vidimus.policy.authres.ResultInfo;
import org.vidimus.policy.base.Budgets;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.base.Parsed;
import org.vidimus.policy.dns.Data;
import org.vidimus.policy.dns.DomainName;
import org.vidimus.policy.dns.RecordType;
import org.vidimus.policy.dns.ZoneResolver;
import org.vidimus.policy.message.HeaderBlock;
import org.vidimus.policy.message.HeaderField;
import org.vidimus.signer.dkim.HeaderSelection;
import org.vidimus.signer.dkim.Layout;
import org.vidimus.signer.dkim.TagOrder;
import org.vidimus.signer.key.DomainKey;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/// The signing half of the ARC test suite of ValiMail, as far as it was given: what is written is the same,
/// octet for octet but for where the lines are broken. The chain is validated here and not taken from a field.
class ValimailSignSuiteTest {
    private static final TagOrder ALPHABET = new TagOrder(List.of("a", "b", "bh", "c", "cv", "d", "h", "i", "s", "t"));
    private static final Layout ONE_LINE = new Layout(998, " ", " ");

    @TestFactory
    @Spec({"RFC 8617 §5.1", "ARC-8", "ARC-9", "ARC-10"})
    List<DynamicTest> sealsAsTheSuiteHasIt() throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        try (InputStream in =
                Files.newInputStream(Suites.folder("arc-valimail-given").resolve("arc-sign-given.yml"))) {
            for (Object document : new Yaml(new SafeConstructor(new LoaderOptions())).loadAll(in)) {
                Map<?, ?> scenario = (Map<?, ?>) document;
                DomainKey key = SealKey.of(String.valueOf(scenario.get("privatekey")))
                        .of(String.valueOf(scenario.get("sel")), String.valueOf(scenario.get("domain")));
                ZoneResolver zone = zone(section(scenario, "txt-records"));
                section(scenario, "tests")
                        .forEach((name, test) ->
                                tests.add(dynamicTest(String.valueOf(name), () -> seal((Map<?, ?>) test, key, zone))));
            }
        }
        assertEquals(9, tests.size());
        return tests;
    }

    private static Map<?, ?> section(Map<?, ?> scenario, String name) {
        return scenario.get(name) instanceof Map<?, ?> section ? section : Map.of();
    }

    private static void seal(Map<?, ?> test, DomainKey key, ZoneResolver zone) {
        byte[] message =
                String.valueOf(test.get("message")).replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8);
        Instant now = Instant.ofEpochSecond(Long.parseLong(String.valueOf(test.get("t"))));
        Travel travel = new Travel(zone, message, now);
        SealingProfile profile = new SealingProfile(
                new HeaderSelection(
                        Set.of(String.valueOf(test.get("sig-headers")).split(":")), Set.of()),
                true,
                true,
                ALPHABET,
                ALPHABET,
                ONE_LINE);
        AuthenticationResultsHeader results = results(travel.header(), String.valueOf(test.get("srv-id")));

        SealingOutcome outcome = travel.seal(new ArcSealer(profile, key), results, travel.validate());

        String seal = String.valueOf(test.get("AS"));
        if (seal.isEmpty()) {
            assertEquals(new SealingOutcome.Unsealed(SealingOutcome.Reason.CHAIN_CLOSED), outcome);
            return;
        }
        List<HeaderField> fields =
                assertInstanceOf(SealingOutcome.Sealed.class, outcome).fields();
        assertEquals(unfolded(String.valueOf(test.get("AAR"))), unfolded(text(fields.get(0))));
        assertEquals(unfoldedTags(String.valueOf(test.get("AMS"))), unfoldedTags(text(fields.get(1))));
        assertEquals(unfoldedTags(seal), unfoldedTags(text(fields.get(2))));
    }

    /// The statements of all fields of this name, in one.
    private static AuthenticationResultsHeader results(HeaderBlock header, String authservId) {
        List<ResultInfo> all = new ArrayList<>();
        for (HeaderBlock.Entry entry : header.named(AuthenticationResultsHeader.NAME)) {
            if (AuthenticationResultsHeader.parse(entry.field().value(), Budgets.DEFAULT)
                            instanceof Parsed.Ok<AuthenticationResultsHeader>(AuthenticationResultsHeader read)
                    && read.authservId().equals(authservId)) {
                all.addAll(read.results());
            }
        }
        return AuthenticationResultsHeader.of(new AuthservId(authservId), all);
    }

    private static String text(HeaderField field) {
        return field.value().utf8();
    }

    private static String unfolded(String text) {
        return text.replaceAll("\\s+", " ").strip();
    }

    private static String unfoldedTags(String text) {
        return text.replaceAll("\\s+", "");
    }

    private static ZoneResolver zone(Map<?, ?> records) {
        ZoneResolver.Builder zone = ZoneResolver.builder();
        // The suite has the key in lines, of which only the octets count.
        records.forEach((name, text) -> zone.add(
                DomainName.of(String.valueOf(name)),
                RecordType.TXT,
                new Data.Text(Bytes.utf8(String.valueOf(text).replaceAll("\\s*\n\\s*", "")))));
        return zone.build();
    }
}
