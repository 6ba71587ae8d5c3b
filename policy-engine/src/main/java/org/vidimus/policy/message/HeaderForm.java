package org.vidimus.policy.message;

/// What the source of a message did to its header fields, and what they may hold. Signatures depend on both.
/// Immutable.
///
/// @param leadingSpaceKept whether values begin with what stood after the colon. A milter has to negotiate that
///     (`SMFIP_HDR_LEADSPC`); without it the MTA drops one leading space, and nobody can know any more whether
///     there was one
/// @param international whether the message was submitted with SMTPUTF8 ([RFC
///     6531](https://www.rfc-editor.org/rfc/rfc6531)), so that header fields may hold UTF-8 where others may
///     not
public record HeaderForm(boolean leadingSpaceKept, boolean international) {
    /// A message in a file: every octet is there, and header fields in UTF-8 are taken for what they are.
    public static final HeaderForm FILE = new HeaderForm(true, true);
}
