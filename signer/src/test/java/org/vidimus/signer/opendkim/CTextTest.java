package org.vidimus.signer.opendkim;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vidimus.policy.Spec;

class CTextTest {
    @Spec("ODK-1")
    @ParameterizedTest
    @CsvSource({
        "10, 10",
        "010, 8",
        "0x10, 16",
        "-5, -5",
        "+7, 7",
        "0, 0",
        "00, 0",
        "0xfF, 255",
        "99999999999999999999, -1", // LONG_MAX cut to an int
        "-99999999999999999999, 0",
        "4294967296, 0",
        "08, ", // 8 is no octal digit
        "0x, ",
        "ten, ",
        "1k, ",
        "1 , 1" // the file's reader has cut the space
    })
    void numbersAreReadAsByStrtol(String text, @Nullable Integer value) {
        assertEquals(value == null ? OptionalInt.empty() : OptionalInt.of(value), CText.integer(text.strip()));
    }

    @Spec("ODK-1")
    @ParameterizedTest
    @CsvSource({"yes, true", "Tomorrow, true", "1x, true", "no, false", "false, false", "0, false", "on, ", "'', "})
    void truthIsInTheFirstOctet(String text, @Nullable Boolean value) {
        assertEquals(Optional.ofNullable(value), CBoolean.of(text));
    }
}
