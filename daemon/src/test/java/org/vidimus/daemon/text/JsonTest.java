package org.vidimus.daemon.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JsonTest {
    @Test
    void writesEachTypeAsItsOwn() {
        assertEquals("5", Json.of(5));
        assertEquals("5000000000", Json.of(5_000_000_000L));
        assertEquals("1.5", Json.of(1.5));
        assertEquals("\"NaN\"", Json.of(Double.NaN)); // JSON has no word for it
        assertEquals("true", Json.of(true));
        assertEquals("[\"a\",1]", Json.of(List.of("a", 1)));
        assertEquals("[]", Json.of(List.of()));
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("b", "x");
        map.put("a", Map.of());
        assertEquals("{\"b\":\"x\",\"a\":{}}", Json.of(map));
    }

    @Test
    void escapesWhatIsNotPlainlyVisible() {
        assertEquals("\"say \\\"x\\\" \\\\\"", Json.of("say \"x\" \\"));
        assertEquals("\"\\r\\n\\t\\u0000\\u001b\\u007f\"", Json.of("\r\n\t\0\u001b\u007f"));
        assertEquals("\"\\u202e\\u2028\"", Json.of("\u202e\u2028"));
        assertEquals("\"Grüße 😀\"", Json.of("Grüße 😀"));
        assertEquals("\"\\udb40\\udc41\"", Json.of(Character.toString(0xe0041))); // invisible, beyond the first plane
        assertEquals("\"\\\\xff\"", Json.of(NetworkText.decode(new byte[] {(byte) 0xff})));
    }
}
