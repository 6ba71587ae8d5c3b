package org.vidimus.signer.opendkim;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vidimus.policy.Spec;

class SigningTableTest {
    private static String keys(String type, String lines, String user, String domain) {
        Files files =
                new Files().put("/c", "SigningTable " + type + ":/table").put("/table", lines.replace(" / ", "\n"));
        OpenDkimFile file = OpenDkimFile.read(Path.of("/c"), files, Dialect.STRICT);
        SigningTable table = new SigningTable(new DatasetReader(files, Dialect.STRICT, Path.of("/"), new ArrayList<>())
                .read(file, "SigningTable", true, false)
                .orElseThrow());
        return table.lookup(user, domain, true).stream()
                .map(found -> switch (found) {
                    case SigningTable.Found.Line(var hit) ->
                        hit.keyName() + (hit.signer().isEmpty() ? "" : "=" + hit.signer());
                    case SigningTable.Found.Broken _ -> "broken";
                })
                .collect(Collectors.joining(" "));
    }

    private static String joined(@Nullable String text) {
        return text == null ? "" : text;
    }

    @Spec({"ODK-4", "ODK-2"})
    @ParameterizedTest
    @CsvSource({
        "* ko / example.com kc, kc ko", // the order of lines does not count
        "*@example.com kc, ", // the classic mistake
        ".example.com kc, ",
        "u@example.com a / example.com b / u@* c / * d, a b c d",
        "EXAMPLE.com kc, kc",
        "example.com kc # comment, kc",
        "example.com first / example.com second, first",
        "example.com %, example.com",
        "example.com %:%@%, example.com=example.com@example.com",
        "example.com kc:a%b:c, kc=aexample.comb:c",
        "example.com, ''", // looks the empty name up
        "example.com :u@example.com, broken"
    })
    void aTableOfKeysIsAskedStepByStep(String lines, @Nullable String keys) {
        assertEquals(joined(keys), keys("file", lines, "u", "example.com"));
    }

    @Spec("ODK-4")
    @ParameterizedTest
    @CsvSource({
        ".example.com kd, kd",
        "u@.example.com kd / .example.com ke / .com kf, kd ke kf",
        "example.com kc, ",
        "u@.com kf, kf"
    })
    void parentsAreAskedForWithTheirDot(String lines, @Nullable String keys) {
        assertEquals(joined(keys), keys("file", lines, "u", "mail.example.com"));
    }

    @Spec({"ODK-3", "ODK-4"})
    @ParameterizedTest
    @CsvSource({
        "example.com kc, ",
        ".example.com kc, ",
        "*@example.com kc, kc",
        "*@*.example.com kc, ",
        "* a / u@* b, a b",
        "(alice|u)@example.com kc, kc",
        "[a-z]*@example.com kc, kc",
        "ux?@example.com kc, kc",
        "u@example\\.com kc, ",
        "U@EXAMPLE.COM kc, kc",
        "u@exampleXcom kc, ",
        "u@|nothing kc, kc", // without parentheses each half holds at one end only
        "'  u@example.com kc', " // begins with white space: no pattern
    })
    void patternsAreForTheWholeAddress(String lines, @Nullable String keys) {
        assertEquals(joined(keys), keys("refile", lines, "u", "example.com"));
    }
}
