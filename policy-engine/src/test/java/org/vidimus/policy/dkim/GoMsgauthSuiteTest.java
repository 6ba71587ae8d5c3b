package org.vidimus.policy.dkim;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vidimus.policy.Json;
import org.vidimus.policy.Spec;
import org.vidimus.policy.Suites;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.message.HeaderField;
import org.vidimus.policy.message.HeaderForm;

/// The messages and canonical forms of go-msgauth's tests.
class GoMsgauthSuiteTest {
    private static final Path FOLDER = Suites.folder("derived-dkim-go-msgauth");

    /// Inputs that go-msgauth mends first, by turning LF into CRLF; docs/dkim-differences.md says why we do
    /// not.
    private static final List<String> LINE_FEEDS = List.of("What about\nLF endings?\n\n", "\r\n\r\nhey\n\n");

    @ParameterizedTest
    @CsvSource({
        "unsignedMailString, ''",
        "verifiedMailString, pass",
        "verifiedRawRSAMailString, pass",
        "verifiedEd25519MailString, pass permerror", // the key of the second is not in the zone
        "tooManySignaturesMailString, pass pass pass",
        "signedMailString, pass",
        "signedEd25519MailString, pass"
    })
    @Spec({"RFC 6376 §6.1", "DKV-26"})
    void messages(String name, String expected) throws IOException {
        Map<String, String> keys = ((Json.Members) json("cases.json").get("dns"))
                .members().entrySet().stream()
                        .collect(Collectors.toMap(
                                Map.Entry::getKey, e -> e.getValue().text()));

        List<DkimResult> results = Verifying.with(keys).verify(FOLDER.resolve(name + ".eml"));

        assertEquals(expected, results.stream().map(r -> r.verdict().word()).collect(Collectors.joining(" ")));
    }

    @Test
    @Spec({"RFC 6376 §3.4.3", "RFC 6376 §3.4.4", "DKV-15", "DKV-16"})
    void bodies() throws IOException {
        List<String> differences = new ArrayList<>();
        for (Json row : json("canonicalization.json")
                .get("simpleCanonicalizerBodyTests")
                .elements()) {
            List<String> chunks = row.elements().getFirst().elements().stream()
                    .map(Json::text)
                    .toList();
            compare(Canonicalization.SIMPLE, chunks, row.elements().getLast().text(), differences);
        }
        for (Json row : json("canonicalization.json")
                .get("relaxedCanonicalizerBodyTests")
                .elements()) {
            List<String> chunks = List.of(row.elements().getFirst().text());
            compare(Canonicalization.RELAXED, chunks, row.elements().getLast().text(), differences);
        }
        assertEquals(LINE_FEEDS, differences);
    }

    private static void compare(
            Canonicalization canonicalization, List<String> chunks, String expected, List<String> differences) {
        BodyHashes bodies = new BodyHashes();
        BodyHashes.Handle handle = bodies.want(canonicalization, HashAlgorithm.SHA256, OptionalLong.empty());
        for (String chunk : chunks) {
            byte[] octets = chunk.getBytes(StandardCharsets.UTF_8);
            bodies.update(octets, 0, octets.length);
        }
        bodies.finish();
        byte[] hash = HashAlgorithm.SHA256.newDigest().digest(expected.getBytes(StandardCharsets.UTF_8));
        if (!handle.digest().equals(Bytes.of(hash))) {
            differences.add(String.join("", chunks));
        }
    }

    @Test
    @Spec({"RFC 6376 §3.4.2", "DKV-14"})
    void relaxedHeaders() throws IOException {
        for (Json row : json("canonicalization.json")
                .get("relaxedCanonicalizerHeaderTests")
                .elements()) {
            String field = row.elements().getFirst().text();
            int colon = field.indexOf(':');
            HeaderField parsed =
                    HeaderField.of(field.substring(0, colon), field.substring(colon + 1, field.length() - 2));

            assertEquals(
                    row.elements().getLast().text(),
                    new HeaderInput(Canonicalization.RELAXED, HeaderForm.FILE)
                            .field(parsed)
                            .octets()
                            .utf8());
        }
    }

    private static Json json(String name) throws IOException {
        return Json.read(Files.readString(FOLDER.resolve(name), StandardCharsets.UTF_8));
    }
}
