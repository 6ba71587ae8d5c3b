package org.vidimus.signer.lifecycle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SelectorTemplateTest {
    private static final Instant NOW = Instant.parse("2026-01-02T23:59:59Z");

    private static String make(String template, KeyAlgorithm algorithm, String... taken) throws LifecycleException {
        return new SelectorTemplate(template)
                .make(algorithm, NOW, selector -> List.of(taken).contains(selector.toString()))
                .toString();
    }

    @ParameterizedTest
    @CsvSource({
        "{year}{month}-{algorithm}, RSA4096, 202601-rsa",
        "{year}{month}{day}{algorithm}, ED25519, 20260102ed25519",
        "mail-{slot}, RSA2048, mail-a",
        "S1, RSA2048, s1",
        "a.{year}, RSA2048, a.2026"
    })
    void theFieldsAreFilledIn(String template, KeyAlgorithm algorithm, String selector) throws LifecycleException {
        assertEquals(selector, make(template, algorithm));
    }

    @Test
    void aNameThatIsTakenGetsANumber() throws LifecycleException {
        assertEquals("s-3", make("s", KeyAlgorithm.RSA2048, "s", "s-2"));
        assertEquals("b", make("{slot}", KeyAlgorithm.RSA2048, "a"));
        String[] letters = "abcdefghijklmnopqrstuvwxyz".split("");
        assertEquals(
                "no selector is left that \"{slot}\" could make",
                assertThrows(LifecycleException.class, () -> make("{slot}", KeyAlgorithm.RSA2048, letters))
                        .sentence());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{years}", "a b", "a..b", "a/b"})
    void whatMakesNoSelectorsIsRefused(String template) {
        assertThrows(IllegalArgumentException.class, () -> new SelectorTemplate(template));
    }
}
