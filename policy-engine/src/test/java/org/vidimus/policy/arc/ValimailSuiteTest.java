package org.vidimus.policy.arc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.vidimus.policy.Spec;
import org.vidimus.policy.Suites;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.dns.Data;
import org.vidimus.policy.dns.DomainName;
import org.vidimus.policy.dns.RecordType;
import org.vidimus.policy.dns.ZoneResolver;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/// The validation half of the ARC test suite of ValiMail, as far as it was given; docs/arc-differences.md
/// argues every result of ours that is another.
class ValimailSuiteTest {
    /// Results that the suite leaves open or has otherwise.
    private static final Map<String, String> OURS = Map.of(
            "cv_fail_i2_as2_fail", "fail", // the suite has no expectation
            "cv_fail_i2_as1_fail", "fail");

    @TestFactory
    @Spec({"RFC 8617 §5.2", "ARC-1", "ARC-2", "ARC-3", "ARC-4", "ARC-5", "ARC-7", "ARC-8", "ARC-11"})
    List<DynamicTest> validatesAsTheSuiteHasIt() throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        try (InputStream in =
                Files.newInputStream(Suites.folder("arc-valimail-given").resolve("arc-validation-given.yml"))) {
            for (Object document : new Yaml(new SafeConstructor(new LoaderOptions())).loadAll(in)) {
                ZoneResolver zone = zone(section(document, "txt-records"));
                section(document, "tests").forEach((name, test) -> tests.add(test(String.valueOf(name), test, zone)));
            }
        }
        assertEquals(86, tests.size());
        return tests;
    }

    private static DynamicTest test(String name, Object test, ZoneResolver zone) {
        Map<?, ?> members = (Map<?, ?>) test;
        String wanted = Optional.ofNullable(OURS.get(name))
                .orElse(String.valueOf(members.get("cv")).toLowerCase(Locale.ROOT));
        return dynamicTest(name, () -> {
            ArcResult result = Validating.validate(String.valueOf(members.get("message")), zone);
            assertEquals(wanted, result.status().word(), () -> members.get("description") + ": " + result);
        });
    }

    private static ZoneResolver zone(Map<?, ?> records) {
        ZoneResolver.Builder zone = ZoneResolver.builder();
        records.forEach((name, text) -> zone.add(
                DomainName.of(String.valueOf(name)), RecordType.TXT, new Data.Text(Bytes.utf8(String.valueOf(text)))));
        return zone.build();
    }

    private static Map<?, ?> section(Object document, String name) {
        return ((Map<?, ?>) document).get(name) instanceof Map<?, ?> section ? section : Map.of();
    }
}
