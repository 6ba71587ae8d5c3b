package org.vidimus.policy.dkim;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.vidimus.policy.Json;
import org.vidimus.policy.Spec;
import org.vidimus.policy.Suites;

/// The signed messages that the RFCs print.
class RfcExamplesTest {
    private static final Path FOLDER = Suites.folder("rfc-dkim-examples");

    @ParameterizedTest
    @EnumSource
    @Spec({"RFC 6376 Appendix A.2", "RFC 6376 §3.4.1", "DKV-13"})
    void simpleRsa(CryptoBackend.Choice choice) throws IOException {
        List<DkimResult> results = verifying(choice).verify(FOLDER.resolve("rfc6376-A.2-signed.eml"));

        assertEquals(List.of("pass"), words(results));
        assertEquals(1024, results.getFirst().keyBits().orElseThrow());
        assertEquals("joe@football.example.com", results.getFirst().identity().orElseThrow());
    }

    @ParameterizedTest
    @EnumSource
    @Spec({"RFC 8463 Appendix A.3", "RFC 8463 §3", "DKV-28"})
    void ed25519AndRsaOnOneMessage(CryptoBackend.Choice choice) throws IOException {
        List<DkimResult> results = verifying(choice).verify(FOLDER.resolve("rfc8463-A.3-signed.eml"));

        assertEquals(List.of("pass", "pass"), words(results));
        assertEquals("ed25519-sha256", results.getFirst().algorithm().orElseThrow());
        assertEquals("rsa-sha256", results.getLast().algorithm().orElseThrow());
    }

    private static Verifying verifying(CryptoBackend.Choice choice) throws IOException {
        Json records = Json.read(Files.readString(FOLDER.resolve("dns.json"), StandardCharsets.UTF_8));
        Map<String, String> keys = ((Json.Members) records)
                .members().entrySet().stream()
                        .collect(Collectors.toMap(
                                Map.Entry::getKey, e -> e.getValue().text()));
        return Verifying.with(keys).crypto(CryptoBackend.of(choice));
    }

    private static List<String> words(List<DkimResult> results) {
        return results.stream().map(r -> r.verdict().word()).toList();
    }
}
