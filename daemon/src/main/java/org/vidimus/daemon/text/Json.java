package org.vidimus.daemon.text;

import java.math.BigInteger;
import java.util.Collection;
import java.util.Iterator;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/// Writes values as JSON on one line (RFC 8259).
public final class Json {
    private Json() {}

    /// Numbers and booleans as they are, collections as arrays, maps as objects, an empty optional as `null` and
    /// any other as its value, everything else as a string. In strings, everything that is not plainly visible is
    /// escaped; an octet that was not UTF-8 (see [NetworkText#decode]) is shown as the four characters `\xff`,
    /// because no JSON string can hold it.
    public static String of(Object value) {
        var json = new StringBuilder();
        append(json, value);
        return json.toString();
    }

    static void append(StringBuilder json, Object value) {
        switch (value) {
            case Integer number -> json.append(number.intValue());
            case Long number -> json.append(number.longValue());
            case BigInteger number -> json.append(number);
            case Double number when Double.isFinite(number) -> json.append(number.doubleValue());
            case Boolean bool -> json.append(bool.booleanValue());
            case OptionalInt number -> json.append(number.isPresent() ? Integer.toString(number.getAsInt()) : "null");
            case Optional<?> optional ->
                optional.ifPresentOrElse(present -> append(json, present), () -> json.append("null"));
            case Map<?, ?> map -> appendObject(json, map);
            case Collection<?> collection -> appendArray(json, collection);
            default -> appendString(json, value.toString());
        }
    }

    private static void appendObject(StringBuilder json, Map<?, ?> map) {
        json.append('{');
        Iterator<? extends Map.Entry<?, ?>> entries = map.entrySet().iterator();
        while (entries.hasNext()) {
            Map.Entry<?, ?> entry = entries.next();
            appendString(json, entry.getKey().toString());
            json.append(':');
            append(json, entry.getValue());
            json.append(entries.hasNext() ? "," : "");
        }
        json.append('}');
    }

    private static void appendArray(StringBuilder json, Collection<?> collection) {
        json.append('[');
        Iterator<?> elements = collection.iterator();
        while (elements.hasNext()) {
            append(json, elements.next());
            json.append(elements.hasNext() ? "," : "");
        }
        json.append(']');
    }

    private static void appendString(StringBuilder json, String text) {
        json.append('"');
        text.codePoints().forEach(character -> appendCharacter(json, character));
        json.append('"');
    }

    private static void appendCharacter(StringBuilder json, int character) {
        switch (character) {
            case '"' -> json.append("\\\"");
            case '\\' -> json.append("\\\\");
            case '\r' -> json.append("\\r");
            case '\n' -> json.append("\\n");
            case '\t' -> json.append("\\t");
            default -> {
                if (NetworkText.isPlain(character)) {
                    json.appendCodePoint(character);
                } else if (NetworkText.isRawOctet(character)) {
                    json.append(String.format(Locale.ROOT, "\\\\x%02x", character & 0xff));
                } else {
                    for (char unit : Character.toChars(character)) {
                        json.append(String.format(Locale.ROOT, "\\u%04x", (int) unit));
                    }
                }
            }
        }
    }
}
