package org.vidimus.signer.arc;

import java.time.Instant;
import java.util.List;
import org.vidimus.policy.arc.ArcResult;
import org.vidimus.policy.arc.ArcSets;
import org.vidimus.policy.authres.ArcAuthenticationResults;
import org.vidimus.policy.authres.AuthenticationResultsHeader;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.dkim.Canonicalization;
import org.vidimus.policy.dkim.HeaderInput;
import org.vidimus.policy.message.HeaderField;
import org.vidimus.signer.dkim.SignatureField;
import org.vidimus.signer.dkim.SigningInput;
import org.vidimus.signer.key.DomainKey;
import org.vidimus.signer.key.SigningException;

/// The three fields of one set, written and signed. Immutable.
///
/// @param instance which set it is
/// @param now when it is made
record NewSet(SealingProfile profile, DomainKey key, ArcSealer.Message message, int instance, Instant now) {
    private static final Canonicalization.Pair RELAXED =
            new Canonicalization.Pair(Canonicalization.RELAXED, Canonicalization.RELAXED);

    /// The fields, the results first.
    ///
    /// @param sets those that are there already
    List<HeaderField> fields(Bytes bodyHash, ArcSets sets) throws SigningException {
        HeaderField results = results();
        HeaderField signature = messageSignature(bodyHash);
        return List.of(results, signature, seal(results, signature, sets));
    }

    /// §4.1.1: all results, as in an Authentication-Results field.
    private HeaderField results() {
        AuthenticationResultsHeader all = message.results();
        return ArcAuthenticationResults.format(instance, profile.comments() ? all : all.withoutComments());
    }

    /// §4.1.2: a DKIM signature without v=, and with the instance in i=.
    private HeaderField messageSignature(Bytes bodyHash) throws SigningException {
        SigningInput.Selected covered =
                new SigningInput(message.header(), message.form()).select(profile.covered(), Canonicalization.RELAXED);
        SignatureField.Unsigned unsigned = field("ARC-Message-Signature")
                .tag("c", RELAXED.toString())
                .list("h", covered.names())
                .base64("bh", bodyHash)
                .unsigned(profile.messageTags());
        return unsigned.signed(key.key().sign(covered.with(unsigned.empty())));
    }

    /// §5.1.1: over all sets and this one, the seal itself last. §5.1.2: of a chain that has failed, over this
    /// set alone, since nobody can say in which order the others belong.
    private HeaderField seal(HeaderField results, HeaderField signature, ArcSets sets) throws SigningException {
        SignatureField.Unsigned unsigned =
                field("ARC-Seal").tag("cv", message.chain().status().word()).unsigned(profile.sealTags());
        Bytes before = message.chain().status() == ArcResult.Status.PASS
                ? sets.sealInput().orElseThrow()
                : Bytes.EMPTY;
        Bytes own = new HeaderInput(Canonicalization.RELAXED, message.form())
                .field(results)
                .field(signature)
                .last(unsigned.empty())
                .octets();
        byte[] input = new byte[before.length() + own.length()];
        before.copyTo(input, 0);
        own.copyTo(input, before.length());
        return unsigned.signed(key.key().sign(Bytes.of(input)));
    }

    /// The tags that both have.
    private SignatureField field(String name) {
        SignatureField field = new SignatureField(name, profile.layout())
                .tag("i", Integer.toString(instance))
                .tag("a", key.key().algorithm().word())
                .tag("d", key.domain().toString())
                .tag("s", key.selector().toString());
        return profile.timestamp() ? field.tag("t", Long.toString(Math.max(0, now.getEpochSecond()))) : field;
    }
}
