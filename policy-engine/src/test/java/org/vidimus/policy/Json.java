package org.vidimus.policy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A value from the JSON files of test suites. Enough for trusted files; it throws on anything odd.
public sealed interface Json {
    /// A string, or a number or keyword as it was written.
    record Text(String value) implements Json {}

    /// An array.
    record Array(List<Json> values) implements Json {}

    /// An object.
    record Members(Map<String, Json> members) implements Json {}

    /// The value that this text holds.
    static Json read(String text) {
        return new Reader(text).value();
    }

    /// The member of this object called `name`.
    default Json get(String name) {
        return Optional.ofNullable(((Members) this).members.get(name)).orElseThrow();
    }

    /// The elements of this array.
    default List<Json> elements() {
        return ((Array) this).values;
    }

    /// The text of this string or word.
    default String text() {
        return ((Text) this).value;
    }

    /// The reader. Confined to one call.
    final class Reader {
        private final String text;
        private int position;

        private Reader(String text) {
            this.text = text;
        }

        private Json value() {
            return switch (peek()) {
                case '{' -> object();
                case '[' -> array();
                case '"' -> new Text(string());
                default -> new Text(word());
            };
        }

        private Json object() {
            Map<String, Json> members = new LinkedHashMap<>();
            position++;
            while (peek() != '}') {
                String name = string();
                take(':');
                members.put(name, value());
                comma('}');
            }
            position++;
            return new Members(members);
        }

        private Json array() {
            List<Json> elements = new ArrayList<>();
            position++;
            while (peek() != ']') {
                elements.add(value());
                comma(']');
            }
            position++;
            return new Array(elements);
        }

        private String string() {
            take('"');
            StringBuilder value = new StringBuilder();
            for (char c = text.charAt(position++); c != '"'; c = text.charAt(position++)) {
                value.append(c == '\\' ? escaped(text.charAt(position++)) : c);
            }
            return value.toString();
        }

        private char escaped(char c) {
            return switch (c) {
                case 'n' -> '\n';
                case 'r' -> '\r';
                case 't' -> '\t';
                case 'b' -> '\b';
                case 'f' -> '\f';
                case 'u' -> {
                    position += 4;
                    yield (char) Integer.parseInt(text.substring(position - 4, position), 16);
                }
                default -> c;
            };
        }

        private String word() {
            int start = position;
            while (Character.isLetterOrDigit(text.charAt(position)) || "+-.".indexOf(text.charAt(position)) >= 0) {
                position++;
            }
            if (position == start) {
                throw new IllegalArgumentException("at " + position);
            }
            return text.substring(start, position);
        }

        private char peek() {
            while (Character.isWhitespace(text.charAt(position))) {
                position++;
            }
            return text.charAt(position);
        }

        private void take(char expected) {
            if (peek() != expected) {
                throw new IllegalArgumentException("at " + position + ": expected " + expected);
            }
            position++;
        }

        private void comma(char end) {
            if (peek() != end) {
                take(',');
            }
        }
    }
}
