package org.vidimus.daemon.explain;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.vidimus.policy.base.Ascii;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.base.Parsed;
import org.vidimus.policy.dkim.TagList;
import org.vidimus.policy.message.HeaderBlock;

/// A header field that is not what it was when the message was signed, as far as the signature's z= tells: some
/// signers put a copy of the header there for such a purpose ([RFC 6376
/// §3.5](https://www.rfc-editor.org/rfc/rfc6376#section-3.5)). White space does not count as a difference.
///
/// Immutable.
///
/// @param name the name of the field
/// @param signed its value when it was signed
/// @param received its value now; empty where there is no such field, or several
record ChangedField(String name, Bytes signed, Optional<Bytes> received) {
    private static final int MOST = 100;
    private static final int SHOWN = 200;

    /// The changed fields that a signature tells of; none where it has no z= or cannot be read.
    ///
    /// @param signature the value of the DKIM-Signature field
    static List<ChangedField> of(Bytes signature, HeaderBlock header) {
        return switch (TagList.parse(signature, TagList.Charset.UTF_8)) {
            case Parsed.Malformed<TagList> _ -> List.of();
            case Parsed.Ok<TagList>(TagList tags) ->
                tags.tag("z").map(copies -> compare(copies.value(), header)).orElse(List.of());
        };
    }

    private static List<ChangedField> compare(Bytes copies, HeaderBlock header) {
        List<ChangedField> changed = new ArrayList<>();
        String[] fields = withoutSpace(copies).split("\\|", MOST + 1);
        for (int i = 0; i < Math.min(fields.length, MOST); i++) {
            int colon = fields[i].indexOf(':');
            if (colon > 0) {
                String name = fields[i].substring(0, colon);
                Bytes signed = collapse(decode(fields[i].substring(colon + 1)));
                List<Bytes> received = header.named(Bytes.utf8(name)).stream()
                        .map(entry -> collapse(entry.field().unfolded()))
                        .toList();
                if (!received.contains(signed)) {
                    Optional<Bytes> now = received.size() == 1 ? Optional.of(received.getFirst()) : Optional.empty();
                    changed.add(new ChangedField(name, signed, now));
                }
            }
        }
        return changed;
    }

    private static String withoutSpace(Bytes text) {
        return text.latin1().replaceAll("[ \t\r\n]", "");
    }

    /// DKIM-Quoted-Printable (RFC 6376 §2.11); what is not well formed stays as it is.
    private static Bytes decode(String text) {
        var octets = new ByteArrayOutputStream(text.length());
        for (int i = 0; i < text.length(); i++) {
            boolean encoded = text.charAt(i) == '='
                    && i + 2 < text.length()
                    && Character.digit(text.charAt(i + 1), 16) >= 0
                    && Character.digit(text.charAt(i + 2), 16) >= 0;
            octets.write(encoded ? Integer.parseInt(text.substring(i + 1, i + 3), 16) : text.charAt(i));
            i += encoded ? 2 : 0;
        }
        return Bytes.of(octets.toByteArray());
    }

    /// The value with each run of white space as one space, and none around it.
    private static Bytes collapse(Bytes value) {
        var octets = new ByteArrayOutputStream(value.length());
        boolean space = false;
        for (int i = 0; i < value.length(); i++) {
            int octet = value.at(i);
            if (Ascii.isWhiteSpace(octet) || octet == '\r' || octet == '\n') {
                space = octets.size() > 0;
            } else {
                if (space) {
                    octets.write(' ');
                    space = false;
                }
                octets.write(octet);
            }
        }
        return Bytes.of(octets.toByteArray());
    }

    /// In one sentence.
    String sentence() {
        String now = received.map(value -> "is \"" + value.excerpt(SHOWN) + "\" now")
                .orElse("is missing or there several times now");
        return name + " was \"" + signed.excerpt(SHOWN) + "\" when it was signed (z=), and " + now;
    }

    Map<String, Object> json() {
        var object = new LinkedHashMap<String, Object>();
        object.put("name", name);
        object.put("signed", signed.utf8());
        object.put("received", received.map(Bytes::utf8));
        return object;
    }
}
