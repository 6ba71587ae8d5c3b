package org.vidimus.policy.dkim;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.vidimus.policy.Json;
import org.vidimus.policy.Spec;
import org.vidimus.policy.Suites;

/// The verifying half of libopendkim's tests: what each message's signatures came to.
///
/// They are of a time when rsa-sha1 was common and l= harmless, so both are let through here. Where we differ
/// stands in docs/dkim-differences.md.
class LibopendkimSuiteTest {
    private static final Path FOLDER = Suites.folder("derived-dkim-libopendkim");

    /// Where we say something else, each with its paragraph in docs/dkim-differences.md.
    private static final Map<String, String> DIFFERENCES =
            Map.of("t-test102", "[pass] for [no]"); // "fields that must be signed" is a policy of its own

    @Test
    @Spec({"RFC 6376 §6.1", "DKV-31", "DKV-39"})
    void agrees() throws IOException {
        Json suite = Json.read(Files.readString(FOLDER.resolve("verify.json"), StandardCharsets.UTF_8));
        Map<String, String> keys = ((Json.Members) suite.get("dns"))
                .members().entrySet().stream()
                        .collect(Collectors.toMap(
                                Map.Entry::getKey, e -> e.getValue().text()));
        Map<String, String> differences = new TreeMap<>();
        int signatures = 0;
        for (Json test : suite.get("cases").elements()) {
            // Those without a result were not looked at. The order is not always that of the fields (t-test46).
            List<String> expected = test.get("signatures").elements().stream()
                    .filter(signature -> !signature.get("error").text().equals("(null)"))
                    .map(signature -> signature.get("passed").text().equals("true") ? "pass" : "no")
                    .sorted()
                    .toList();
            List<String> ours = words(test, keys);
            List<String> unmatched = new ArrayList<>(expected);
            ours.forEach(unmatched::remove);
            if (!unmatched.isEmpty()) {
                differences.put(test.get("id").text(), ours + " for " + expected);
            }
            signatures += expected.size();
        }
        assertEquals(DIFFERENCES, differences);
        assertEquals(78, signatures);
    }

    private static List<String> words(Json test, Map<String, String> keys) throws IOException {
        Set<String> flags = flags(test);
        byte[] message = Files.readAllBytes(FOLDER.resolve(test.get("message").text()));
        if (flags.contains("FIXCRLF")) {
            message = Verifying.crlf(FOLDER.resolve(test.get("message").text()));
        }
        String time = test.get("time").text();
        Verifying verifying = Verifying.with(keys)
                .withLegacy()
                .settings(new DkimSettings(1024, Duration.ofMinutes(5), DkimSettings.PartialBody.ACCEPT, Set.of()));
        if (!time.equals("null")) {
            verifying = verifying.at(Instant.ofEpochSecond(Long.parseLong(time)));
        }
        List<String> words = new ArrayList<>();
        verifying
                .verify(message)
                .forEach(result -> words.add(result.verdict() instanceof DkimVerdict.Pass ? "pass" : "no"));
        return words;
    }

    private static Set<String> flags(Json test) {
        return ((Json.Members) test).members().containsKey("flags")
                ? test.get("flags").elements().stream().map(Json::text).collect(Collectors.toSet())
                : Set.of();
    }
}
