package org.vidimus.milter.filter;

import java.util.List;
import org.vidimus.milter.wire.Bytes;

/// What no edit may carry: octets with which one header field, address or reply could pass itself off as two.
final class FieldRules {
    private FieldRules() {}

    /// A field name is printable ASCII without colon
    /// ([RFC 5322 §2.2](https://www.rfc-editor.org/rfc/rfc5322#section-2.2)); every line of a value after the
    /// first begins with white space
    /// ([RFC 5322 §2.2.3](https://www.rfc-editor.org/rfc/rfc5322#section-2.2.3)).
    static void check(Bytes name, Bytes value) {
        if (name.isEmpty()) {
            throw new IllegalArgumentException("a header field without a name");
        }
        for (int i = 0; i < name.length(); i++) {
            if (name.at(i) <= ' ' || name.at(i) == 0x7f || name.at(i) == ':') {
                throw new IllegalArgumentException("header field name " + name);
            }
        }
        for (int i = 0; i < value.length(); i++) {
            byte octet = value.at(i);
            boolean loneCr = octet == '\r' && (i + 1 == value.length() || value.at(i + 1) != '\n');
            boolean newLine = octet == '\n' && (i + 1 == value.length() || !isWhiteSpace(value.at(i + 1)));
            if (octet == 0 || loneCr || newLine) {
                throw new IllegalArgumentException("a NUL, lone CR or unfolded line end in the value of " + name);
            }
        }
    }

    private static boolean isWhiteSpace(byte octet) {
        return octet == ' ' || octet == '\t';
    }

    static void checkIndex(int index, int lowest) {
        if (index < lowest) {
            throw new IllegalArgumentException("index " + index + ", expected " + lowest + " or more");
        }
    }

    static void checkAddress(Bytes address, List<Bytes> parameters) {
        if (address.isEmpty()) {
            throw new IllegalArgumentException("an empty address");
        }
        checkControls(address);
        for (Bytes parameter : parameters) {
            checkControls(parameter);
            if (parameter.isEmpty() || parameter.contains(' ')) {
                throw new IllegalArgumentException("ESMTP parameter \"" + parameter + "\"");
            }
        }
    }

    private static void checkControls(Bytes octets) {
        for (int i = 0; i < octets.length(); i++) {
            if (octets.at(i) >= 0 && octets.at(i) < ' ' || octets.at(i) == 0x7f) {
                throw new IllegalArgumentException("a control character in " + octets);
            }
        }
    }
}
