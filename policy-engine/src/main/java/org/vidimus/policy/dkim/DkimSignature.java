package org.vidimus.policy.dkim;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.dns.DomainName;

/// A DKIM-Signature field that can be read ([§3.5](https://www.rfc-editor.org/rfc/rfc6376#section-3.5)).
/// Immutable.
///
/// @param tags the field's value
/// @param algorithm a=
/// @param signature b=, decoded
/// @param bodyHash bh=, decoded
/// @param canonicalization c=
/// @param domain d=
/// @param signedFields h=: names as written, at least one
/// @param identity i=, or `@` and the domain
/// @param bodyLimit l=
/// @param selector s=
/// @param signedAt t= in seconds since 1970; [Long#MAX_VALUE] stands for never
/// @param expiresAt x= in the same way
public record DkimSignature(
        TagList tags,
        SignatureAlgorithm algorithm,
        Bytes signature,
        Bytes bodyHash,
        Canonicalization.Pair canonicalization,
        DomainName domain,
        List<Bytes> signedFields,
        Identity identity,
        OptionalLong bodyLimit,
        DomainName selector,
        OptionalLong signedAt,
        OptionalLong expiresAt) {
    /// The agent or user on whose behalf was signed (AUID, i=).
    ///
    /// @param localPart the octets before the at sign, decoded; may be empty
    /// @param domain the domain
    public record Identity(Bytes localPart, DomainName domain) {
        /// The local-part, escaped where it is not printable ASCII, an at sign and the domain.
        @Override
        public String toString() {
            return localPart + "@" + domain;
        }
    }

    /// Copies the list.
    public DkimSignature {
        signedFields = List.copyOf(signedFields);
    }

    /// The tag that holds the signature.
    public TagList.Tag signatureTag() {
        return tags.tag("b").orElseThrow();
    }

    /// The domain name at which the key record stands (§3.6.2.1); empty if it would be too long to exist.
    public Optional<DomainName> keyName() {
        return keyName(selector, domain);
    }

    /// The domain name at which the key record of `selector` and `domain` stands.
    public static Optional<DomainName> keyName(DomainName selector, DomainName domain) {
        return domain.under(selector + "._domainkey");
    }
}
