package org.vidimus.policy.dkim;

import java.util.Arrays;
import org.vidimus.policy.base.Ascii;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.message.HeaderField;
import org.vidimus.policy.message.HeaderForm;

/// The octets of a header that go into a signature, field by field
/// ([§3.7](https://www.rfc-editor.org/rfc/rfc6376#section-3.7)); for verifying, for signing, and for ARC.
///
/// Folds may be CRLF or a lone LF in the fields given: they are CRLF here. Confined to one thread.
public final class HeaderInput {
    private final Canonicalization canonicalization;
    private final HeaderForm form;
    private byte[] octets = new byte[1024];
    private int length;

    /// Nothing yet.
    ///
    /// @param form where leading spaces were not kept, the simple canonicalization takes it that there was one
    /// space
    ///     after the colon, as most writers of mail have it
    public HeaderInput(Canonicalization canonicalization, HeaderForm form) {
        this.canonicalization = canonicalization;
        this.form = form;
    }

    /// Adds a field and the line end after it.
    public HeaderInput field(HeaderField field) {
        last(field);
        put('\r');
        put('\n');
        return this;
    }

    /// Adds a field without the line end after it: the field that will hold the signature goes last and goes
    /// so, its b= empty ([TagList#without]).
    public HeaderInput last(HeaderField field) {
        // At most: each octet, a CR for each LF, a space, a colon.
        reserve(field.name().length() + 2 * field.value().length() + 4);
        switch (canonicalization) {
            case SIMPLE -> simple(field);
            case RELAXED -> relaxed(field);
        }
        return this;
    }

    /// All of it.
    public Bytes octets() {
        return Bytes.copyOf(octets, 0, length);
    }

    /// §3.4.1: the field as it stands.
    private void simple(HeaderField field) {
        Bytes value = field.value();
        field.name().copyTo(octets, length);
        length += field.name().length();
        put(':');
        if (!form.leadingSpaceKept() && !(value.length() > 0 && Ascii.isWhiteSpace(value.at(0)))) {
            put(' ');
        }
        int previous = 0;
        for (int i = 0; i < value.length(); i++) {
            int octet = value.at(i);
            if (octet == '\n' && previous != '\r') {
                put('\r');
            }
            put(octet);
            previous = octet;
        }
    }

    /// §3.4.2: the name in lower case, folds undone, runs of white space as one space, none at the end nor
    /// around the colon.
    private void relaxed(HeaderField field) {
        Bytes name = field.name();
        int nameEnd = name.length();
        while (nameEnd > 0 && Ascii.isWhiteSpace(name.at(nameEnd - 1))) {
            nameEnd--;
        }
        for (int i = 0; i < nameEnd; i++) {
            put(Ascii.lower(name.at(i)));
        }
        put(':');
        Bytes value = field.value();
        int position = WhiteSpace.skip(value, 0);
        while (position < value.length()) {
            int next = WhiteSpace.skip(value, position);
            if (next == position) {
                put(value.at(next++));
            } else if (next < value.length()) {
                put(' ');
            }
            position = next;
        }
    }

    private void reserve(int more) {
        if (more > octets.length - length) {
            octets = Arrays.copyOf(octets, Math.max(octets.length * 2, length + more));
        }
    }

    private void put(int octet) {
        octets[length++] = (byte) octet;
    }
}
