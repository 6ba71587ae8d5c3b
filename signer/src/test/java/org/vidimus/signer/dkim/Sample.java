package org.vidimus.signer.dkim;

import static org.junit.jupiter.api.Assertions.fail;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.vidimus.policy.base.Budgets;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.base.Parsed;
import org.vidimus.policy.dkim.BodyHashes;
import org.vidimus.policy.dkim.DkimSignature;
import org.vidimus.policy.message.HeaderBlock;
import org.vidimus.policy.message.HeaderField;
import org.vidimus.policy.message.HeaderForm;
import org.vidimus.policy.message.RawMessage;
import org.vidimus.signer.key.DomainKey;
import org.vidimus.signer.key.SigningException;

/// A message to be signed in a test. Immutable.
public record Sample(HeaderBlock header, Bytes body, HeaderForm form, RawMessage.HeaderEnd end) {
    public static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

    /// The message in these octets, whose lines end in CRLF.
    static Sample of(byte[] message) {
        return switch (RawMessage.parse(Bytes.of(message), Budgets.DEFAULT)) {
            case Parsed.Ok<RawMessage>(RawMessage raw) ->
                new Sample(raw.header(), raw.body(), HeaderForm.FILE, raw.headerEnd());
            case Parsed.Malformed<RawMessage>(int offset, String why) -> fail(offset + ": " + why);
        };
    }

    /// The message of these lines, which end in LF here and in CRLF there.
    static Sample of(String lines) {
        return of(lines.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8));
    }

    /// The same message with another header.
    Sample with(HeaderBlock other, HeaderForm from) {
        return new Sample(other, body, from, end);
    }

    HeaderField sign(DomainKey key, SignatureProfile profile) {
        return sign(key, profile, Optional.empty());
    }

    HeaderField sign(DomainKey key, SignatureProfile profile, Optional<DkimSignature.Identity> identity) {
        BodyHashes bodies = new BodyHashes();
        DkimSigner signer = DkimSigner.begin(key, profile, identity, bodies);
        hash(bodies);
        try {
            return signer.finish(header, form, NOW);
        } catch (SigningException e) {
            return fail(e);
        }
    }

    void hash(BodyHashes bodies) {
        bodies.update(body.toArray(), 0, body.length());
        bodies.finish();
    }

    /// A message with fields of ours on top of it, as it is sent.
    static byte[] with(List<HeaderField> fields, byte[] message) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (HeaderField field : fields) {
            out.writeBytes(field.name().toArray());
            out.write(':');
            out.writeBytes(field.value().utf8().replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8));
            out.writeBytes(new byte[] {'\r', '\n'});
        }
        out.writeBytes(message);
        return out.toByteArray();
    }
}
