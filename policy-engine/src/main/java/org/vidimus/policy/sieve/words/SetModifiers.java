package org.vidimus.policy.sieve.words;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.vidimus.policy.base.Ascii;
import org.vidimus.policy.sieve.compile.Call;
import org.vidimus.policy.sieve.compile.Shape;
import org.vidimus.policy.sieve.run.Run;

/// What `set` does to a value before it is kept ([RFC 5229
/// §4.1](https://www.rfc-editor.org/rfc/rfc5229#section-4.1)).
///
/// @param modifiers those that were given, in the order in which they are applied
record SetModifiers(List<Modifier> modifiers) {
    /// The modifiers, those of higher precedence first. Letters are those of ASCII (RFC 5229 §4.1.3).
    private enum Modifier {
        LOWER(40) {
            @Override
            String applied(String value) {
                return mapped(value, Ascii::lower);
            }
        },
        UPPER(40) {
            @Override
            String applied(String value) {
                return mapped(value, Modifier::upper);
            }
        },
        LOWERFIRST(30) {
            @Override
            String applied(String value) {
                return value.isEmpty() ? value : (char) Ascii.lower(value.charAt(0)) + value.substring(1);
            }
        },
        UPPERFIRST(30) {
            @Override
            String applied(String value) {
                return value.isEmpty() ? value : (char) upper(value.charAt(0)) + value.substring(1);
            }
        },
        QUOTEWILDCARD(20) {
            @Override
            String applied(String value) {
                StringBuilder quoted = new StringBuilder(value.length() + 8);
                for (int i = 0; i < value.length(); i++) {
                    char c = value.charAt(i);
                    quoted.append(c == '*' || c == '?' || c == '\\' ? "\\" : "").append(c);
                }
                return quoted.toString();
            }
        },
        LENGTH(10) {
            @Override
            String applied(String value) {
                return Integer.toString(value.codePointCount(0, value.length()));
            }
        };

        private final int precedence;

        Modifier(int precedence) {
            this.precedence = precedence;
        }

        abstract String applied(String value);

        String tag() {
            return name().toLowerCase(Locale.ROOT);
        }

        private static int upper(int c) {
            return c >= 'a' && c <= 'z' ? c - ('a' - 'A') : c;
        }

        private static String mapped(String value, java.util.function.IntUnaryOperator each) {
            char[] mapped = value.toCharArray();
            for (int i = 0; i < mapped.length; i++) {
                mapped[i] = (char) each.applyAsInt(mapped[i]);
            }
            return new String(mapped);
        }
    }

    static Shape on(Shape shape) {
        Shape more = shape;
        for (Modifier modifier : Modifier.values()) {
            // RFC 5229 §4.1: one of each precedence.
            more = more.oneOf("precedence " + modifier.precedence, modifier.tag());
        }
        return more;
    }

    static SetModifiers of(Call call) {
        List<Modifier> given = new ArrayList<>();
        for (Modifier modifier : Modifier.values()) {
            if (call.has(modifier.tag())) {
                given.add(modifier);
            }
        }
        return new SetModifiers(List.copyOf(given));
    }

    String applied(String value, Run run) {
        String changed = value;
        for (Modifier modifier : modifiers) {
            run.spendCharacters(changed.length());
            changed = modifier.applied(changed);
        }
        return changed;
    }
}
