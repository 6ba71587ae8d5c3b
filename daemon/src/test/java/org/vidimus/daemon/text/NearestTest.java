package org.vidimus.daemon.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestTest {
    @ParameterizedTest
    @CsvSource({
        "listen, listen, 0",
        "listne, listen, 1", // a swap of neighbours is one slip
        "LISTEN, listen, 0",
        "lisen,  listen, 1",
        "lixten, listen, 1",
        "'',     abc,    3",
    })
    void countsSlips(String left, String right, int distance) {
        assertEquals(distance, Nearest.distance(left, right));
        assertEquals(distance, Nearest.distance(right, left));
    }

    @Test
    void namesWhatWasProbablyMeant() {
        List<String> keys = List.of("listen", "authserv-id", "level");
        assertEquals(Optional.of("listen"), Nearest.to("listne", keys));
        assertEquals(Optional.of("authserv-id"), Nearest.to("auth", keys)); // its beginning
        assertEquals(Optional.of("authserv-id"), Nearest.to("authserv_id", keys));
        assertEquals(Optional.empty(), Nearest.to("colour", keys));
        assertEquals(Optional.empty(), Nearest.to("x", keys));
    }
}
