package org.vidimus.policy.arc;

import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.dkim.TagList;
import org.vidimus.policy.dns.DomainName;

/// An ARC-Seal field that can be read (§4.1.3). Immutable.
///
/// @param tags the field's value
/// @param instance i=, 1 to 50
/// @param validation cv=
/// @param signature b=, decoded
/// @param domain d=
/// @param selector s=
record ArcSeal(
        TagList tags, int instance, Validation validation, Bytes signature, DomainName domain, DomainName selector) {
    static final Bytes NAME = Bytes.utf8("ARC-Seal");

    /// What the sealer found of the chain before it (§4.4).
    enum Validation {
        NONE("none"),
        FAIL("fail"),
        PASS("pass");

        private final String word;

        Validation(String word) {
            this.word = word;
        }

        String word() {
            return word;
        }
    }

    TagList.Tag signatureTag() {
        return tags.tag("b").orElseThrow();
    }
}
