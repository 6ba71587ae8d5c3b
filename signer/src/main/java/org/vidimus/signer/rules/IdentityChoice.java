package org.vidimus.signer.rules;

import org.vidimus.policy.dkim.DkimSignature;

/// What a rule's signatures say in i= ([RFC 6376 §3.5](https://www.rfc-editor.org/rfc/rfc6376#section-3.5), the
/// agent or user). Its domain must be d= or below it; where it is not, the tag is left out.
public sealed interface IdentityChoice {
    /// Nothing: the default. Nobody evaluates i=, and a key with t=s forbids all but d= itself.
    IdentityChoice NONE = new None();

    /// No i=.
    record None() implements IdentityChoice {}

    /// The author's address, where there is one author.
    record AuthorAddress() implements IdentityChoice {}

    /// `@` and the author's domain.
    record AuthorDomain() implements IdentityChoice {}

    /// Always this.
    record Fixed(DkimSignature.Identity identity) implements IdentityChoice {}
}
