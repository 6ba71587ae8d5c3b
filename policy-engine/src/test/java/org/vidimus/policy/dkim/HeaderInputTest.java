package org.vidimus.policy.dkim;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.vidimus.policy.Fuzzing;
import org.vidimus.policy.Spec;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.message.HeaderBlock;
import org.vidimus.policy.message.HeaderField;
import org.vidimus.policy.message.HeaderForm;

class HeaderInputTest {
    private static final HeaderForm SPACES_LOST = new HeaderForm(false, false);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "A| X|A: X|a:X",
                "SUBJect\\t |AbC\\r\\n|SUBJect\\t :AbC\\r\\n|subject:AbC\\r\\n", // a line end that no white space
                // follows
                "B| Y\\t\\r\\n\\tZ  |B: Y\\t\\r\\n\\tZ  |b:Y Z",
                "B| Y\\t\\n\\tZ  |B: Y\\t\\r\\n\\tZ  |b:Y Z", // folds as a milter has them
                "C|''|C:|c:",
                "C|   \\r\\n |C:   \\r\\n |c:",
                "D|\\r\\n x|D:\\r\\n x|d:x",
                "E| a\\rb\\x0Bc \\xE9|E: a\\rb\\x0Bc \\xE9|e:a\\rb\\x0Bc \\xE9",
                "F| a  b\\t\\tc|F: a  b\\t\\tc|f:a b c",
                "\\xC4b| x|\\xC4b: x|\\xC4b:x", // only ASCII has letters
            })
    @Spec({"RFC 6376 §3.4.1", "RFC 6376 §3.4.2", "DKV-13", "DKV-14", "MSG-4"})
    void forms(String name, String value, String simple, String relaxed) {
        HeaderField field =
                new HeaderField(TagListTest.octets(name), TagListTest.octets(value.equals("''") ? "" : value));

        assertEquals(simple, text(Canonicalization.SIMPLE, HeaderForm.FILE, field));
        assertEquals(relaxed, text(Canonicalization.RELAXED, HeaderForm.FILE, field));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {"X|A: X", "''|A: ", "\\tX|A:\\tX", "\\n X|A: \\r\\n X"})
    @Spec({"RFC 6376 §3.4.1", "DKV-13"})
    void oneSpaceIsSupposedWhereSpacesWereLost(String value, String simple) {
        HeaderField field = new HeaderField(Bytes.utf8("A"), TagListTest.octets(value.equals("''") ? "" : value));

        assertEquals(simple, text(Canonicalization.SIMPLE, SPACES_LOST, field));
    }

    @Test
    @Spec({"RFC 6376 §3.7", "DKV-18"})
    void fieldsEndInCrlfAndTheLastDoesNot() {
        HeaderField field = HeaderField.of("A", " x");

        assertEquals(
                "a:x\\r\\na:x\\r\\na:x",
                new HeaderInput(Canonicalization.RELAXED, HeaderForm.FILE)
                        .field(field)
                        .field(field)
                        .last(field)
                        .octets()
                        .toString());
    }

    @ParameterizedTest
    @EnumSource
    @Spec({"RFC 6376 §3.4.1", "RFC 6376 §3.4.2", "DKV-37"})
    void aCanonicalFieldIsItsOwnCanonicalForm(Canonicalization canonicalization) {
        List<String> words = List.of(" ", "\t", "\r\n ", "\n\t", ":", "A", "\0", "\u00E9");
        Fuzzing.run(5_000, List.of(" a\r\n b  c "), words, octets -> fuzz(canonicalization, octets));
    }

    /// Takes any octets as a field: the target of the fuzzer.
    public static void fuzz(byte[] octets) {
        for (Canonicalization canonicalization : Canonicalization.values()) {
            fuzz(canonicalization, octets);
        }
    }

    private static void fuzz(Canonicalization canonicalization, byte[] octets) {
        Bytes once = octets(canonicalization, new HeaderField(Bytes.utf8("Name \t"), Bytes.of(octets)));
        int colon = once.indexOf(':', 0);
        HeaderField again = new HeaderField(once.slice(0, colon), once.slice(colon + 1));
        Bytes twice = octets(canonicalization, again);
        // A line end that no white space follows never is in a field.
        if (!new String(octets, StandardCharsets.ISO_8859_1).matches("(?s).*\n([^ \t].*)?")) {
            assertEquals(once, twice);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'a', a3",
        "'a:a', a3 a2",
        "'A:b:a:B:a:a:b', a3 b2 a2 b1 a1 - -",
        "'c:c', c1 -",
        "'', ''",
        "'sig:sig', s2 -", // the field being verified is never meant
        "'x:a', - a3",
    })
    @Spec({"RFC 6376 §5.4.2", "RFC 6376 §3.5", "DKV-6", "DKV-7"})
    void selectsFromTheBottom(String names, String expected) {
        HeaderBlock header = HeaderBlock.of(List.of(
                HeaderField.of("Sig", "s1"),
                HeaderField.of("a", "a1"),
                HeaderField.of("B ", "b1"), // white space before the colon
                HeaderField.of("A", "a2"),
                HeaderField.of("c", "c1"),
                HeaderField.of("b", "b2"),
                HeaderField.of("SIG", "s2"),
                HeaderField.of("a\t", "a3")));
        List<Bytes> wanted = new ArrayList<>();
        for (String name : names.isEmpty() ? new String[0] : names.split(":")) {
            wanted.add(Bytes.utf8(name));
        }

        List<Optional<HeaderField>> selected = new FieldIndex(header)
                .select(wanted, Optional.of(header.entries().getFirst()));

        assertEquals(
                expected,
                selected.stream()
                        .map(field -> field.map(f -> f.value().latin1()).orElse("-"))
                        .collect(Collectors.joining(" ")));
    }

    @Test
    @Spec({"RFC 6376 §3.5", "DKV-6"})
    void theOwnFieldIsPassedOverWhereverItStands() {
        HeaderBlock header = HeaderBlock.of(List.of(
                HeaderField.of("Sig", " same"), HeaderField.of("Sig", " same"), HeaderField.of("Sig", " above")));
        List<Bytes> names = List.of(Bytes.utf8("sig"), Bytes.utf8("sig"), Bytes.utf8("sig"));

        List<Optional<HeaderField>> selected = new FieldIndex(header)
                .select(names, Optional.of(header.entries().get(1)));

        assertEquals(
                List.of(" above", " same", ""),
                selected.stream()
                        .map(field -> field.map(f -> f.value().latin1()).orElse(""))
                        .toList());
    }

    private static String text(Canonicalization canonicalization, HeaderForm form, HeaderField field) {
        return new HeaderInput(canonicalization, form).last(field).octets().toString();
    }

    private static Bytes octets(Canonicalization canonicalization, HeaderField field) {
        return new HeaderInput(canonicalization, HeaderForm.FILE).last(field).octets();
    }
}
