package org.vidimus.policy.arc;

import java.util.List;
import java.util.OptionalLong;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.dkim.Canonicalization;
import org.vidimus.policy.dkim.TagList;
import org.vidimus.policy.dns.DomainName;

/// An ARC-Message-Signature field that can be read (§4.1.2). Immutable.
///
/// @param tags the field's value
/// @param instance i=, 1 to 50
/// @param signature b=, decoded
/// @param bodyHash bh=, decoded
/// @param canonicalization c=
/// @param domain d=
/// @param selector s=
/// @param signedFields h=: names as written; empty names are left out, and there may be none
/// @param bodyLimit l=
/// @param expiresAt x= in seconds since 1970
record ArcMessageSignature(
        TagList tags,
        int instance,
        Bytes signature,
        Bytes bodyHash,
        Canonicalization.Pair canonicalization,
        DomainName domain,
        DomainName selector,
        List<Bytes> signedFields,
        OptionalLong bodyLimit,
        OptionalLong expiresAt) {
    static final Bytes NAME = Bytes.utf8("ARC-Message-Signature");

    ArcMessageSignature {
        signedFields = List.copyOf(signedFields);
    }

    TagList.Tag signatureTag() {
        return tags.tag("b").orElseThrow();
    }
}
