package org.vidimus.signer.dkim;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.dkim.BodyHashes;
import org.vidimus.policy.dkim.DkimSignature;
import org.vidimus.policy.dkim.HashAlgorithm;
import org.vidimus.policy.dkim.SignatureAlgorithm;
import org.vidimus.policy.message.HeaderBlock;
import org.vidimus.policy.message.HeaderField;
import org.vidimus.policy.message.HeaderForm;
import org.vidimus.signer.key.DomainKey;
import org.vidimus.signer.key.SigningException;

/// One DKIM signature in the making: it asks for the hash of the body before the body comes, and signs the header
/// once all is there.
///
/// Whatever the message holds it can be signed; whether it should be is for others to say. Confined to one thread.
public final class DkimSigner {
    private static final String NAME = "DKIM-Signature";
    private static final long NEVER = 999_999_999_999L; // §3.5: verifiers read times of twelve digits

    private final DomainKey key;
    private final SignatureProfile profile;
    private final Optional<DkimSignature.Identity> identity;
    private final BodyHashes.Handle body;

    private DkimSigner(
            DomainKey key,
            SignatureProfile profile,
            Optional<DkimSignature.Identity> identity,
            BodyHashes.Handle body) {
        this.key = key;
        this.profile = profile;
        this.identity = identity;
        this.body = body;
    }

    /// Begins a signature, before the body.
    ///
    /// @param identity i=; its domain is that of the key or below it (§3.5)
    /// @param bodies takes the order for the hash of the body
    /// @throws IllegalArgumentException if the identity is of another domain, or the key is one for rsa-sha1, with
    ///     which nothing may be signed ([RFC 8301 §3.1](https://www.rfc-editor.org/rfc/rfc8301#section-3.1))
    /// @throws IllegalStateException if the body has begun
    public static DkimSigner begin(
            DomainKey key, SignatureProfile profile, Optional<DkimSignature.Identity> identity, BodyHashes bodies) {
        SignatureAlgorithm algorithm = key.key().algorithm();
        if (algorithm.hash() == HashAlgorithm.SHA1) {
            throw new IllegalArgumentException(algorithm.word());
        }
        if (identity.filter(i -> !i.domain().isWithin(key.domain())).isPresent()) {
            throw new IllegalArgumentException("i=" + identity.get() + " is not of " + key.domain());
        }
        return beginLegacy(key, profile, identity, bodies);
    }

    /// The same with any algorithm; suites of before RFC 8301 need it, and no setting leads there.
    static DkimSigner beginLegacy(
            DomainKey key, SignatureProfile profile, Optional<DkimSignature.Identity> identity, BodyHashes bodies) {
        HashAlgorithm hash = key.key().algorithm().hash();
        return new DkimSigner(
                key, profile, identity, bodies.want(profile.canonicalization().body(), hash, OptionalLong.empty()));
    }

    /// Signs, after the body.
    ///
    /// @param now the time of the signature, from 1970 on
    /// @return the field: put it on top as it is, because it is what was hashed
    /// @throws SigningException if the key fails
    /// @throws IllegalStateException if the body has not ended
    public HeaderField finish(HeaderBlock header, HeaderForm form, Instant now) throws SigningException {
        return finish(new SigningInput(header, form), now);
    }

    /// The same for a message with several signatures.
    public HeaderField finish(SigningInput header, Instant now) throws SigningException {
        return finish(
                header.select(profile.headers(), profile.canonicalization().header()), Layout.DEFAULT, now);
    }

    HeaderField finish(SigningInput.Selected covered, Layout layout, Instant now) throws SigningException {
        SignatureField field = new SignatureField(NAME, layout)
                .tag("v", "1")
                .tag("a", key.key().algorithm().word())
                .tag("c", profile.canonicalization().toString())
                // Interpretation: RFC 8616 §5 lets internationalised mail have U-labels in d=, s= and i=. They are
                // A-labels in all mail: every verifier understands these, also one that knows nothing of SMTPUTF8.
                .tag("d", key.domain().toString())
                .tag("s", key.selector().toString());
        identity.ifPresent(i -> field.identity("i", i.localPart(), i.domain().toString()));
        times(field, now);
        SignatureField.Unsigned unsigned =
                field.list("h", covered.names()).base64("bh", body.digest()).unsigned(profile.tagOrder());
        Bytes signature = key.key().sign(covered.with(unsigned.empty()));
        return unsigned.signed(signature);
    }

    private void times(SignatureField field, Instant now) {
        long signed = Math.clamp(now.getEpochSecond(), 0, NEVER - 1);
        if (profile.timestamp()) {
            field.tag("t", Long.toString(signed));
        }
        profile.lifetime()
                .map(Duration::toSeconds)
                .ifPresent(lifetime -> field.tag("x", Long.toString(signed + Math.min(lifetime, NEVER - signed))));
    }
}
