package org.vidimus.policy.dkim;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.vidimus.policy.Json;
import org.vidimus.policy.Spec;
import org.vidimus.policy.Suites;
import org.vidimus.policy.base.Budgets;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.dns.DomainName;

/// What mox takes and refuses as signatures and as key records.
class MoxRecordsSuiteTest {
    private static final Path FOLDER = Suites.folder("derived-records-mox");

    /// Where we differ; docs/dkim-differences.md says why.
    private static final List<String> DIFFERENCES = List.of("v=DKIM1; p=; ", "v=DKIM1; k=unknown; p=");

    @Test
    @Spec({"RFC 6376 §3.2", "RFC 6376 §3.5", "DKV-1", "DKV-2"})
    void signatures() throws IOException {
        List<String> differences = new ArrayList<>();
        Json cases = cases().get("dkimSignature");
        for (String kind : List.of("good", "bad")) {
            for (Json each : cases.get(kind).elements()) {
                String text = each.get("text").text();
                String value = text.replaceFirst("^[^:]*:?", "").replaceFirst("\r\n$", "");
                boolean international =
                        each.get("args").elements().getFirst().text().equals("true");
                boolean good = DkimSignatureReader.read(
                                Bytes.utf8(value), international ? TagList.Charset.UTF_8 : TagList.Charset.ASCII, 100)
                        instanceof DkimSignatureReader.Outcome.Good;
                if (good != kind.equals("good")) {
                    differences.add(text);
                }
            }
        }
        assertEquals(List.of(), differences);
    }

    @Test
    @Spec({"RFC 6376 §3.6.1", "DKV-22", "DKV-23", "DKV-24"})
    void keyRecords() throws IOException {
        List<String> differences = new ArrayList<>();
        Json cases = cases().get("dkimKeyRecord");
        for (String kind : List.of("good", "bad")) {
            for (Json each : cases.get(kind).elements()) {
                String text = each.get("text").text();
                if (isUsable(text) != kind.equals("good")) {
                    differences.add(text);
                }
            }
        }
        assertEquals(DIFFERENCES, differences);
    }

    /// Whether the record holds a key, or revokes one and has nothing else wrong.
    private static boolean isUsable(String text) {
        Verifying verifying = Verifying.with(Map.of("s._domainkey.d.example", text));
        return switch (new DkimKeys(verifying.crypto(), Budgets.Signatures.DEFAULT)
                .find(DomainName.of("s"), DomainName.of("d.example"), verifying.lookups())) {
            case DkimKeys.Found.Usable _ -> true;
            case DkimKeys.Found.Unusable(DkimProblem why) -> why.cause() == DkimCause.KEY_REVOKED;
        };
    }

    private static Json cases() throws IOException {
        return Json.read(Files.readString(FOLDER.resolve("cases.json"), StandardCharsets.UTF_8));
    }
}
