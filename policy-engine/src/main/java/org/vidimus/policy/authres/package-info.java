/// Authentication-Results: the field in which a receiving domain tells its own users what it found.
///
/// A border MTA that checks SPF, DKIM and the like writes one header field at the top of the message: its own
/// name (the authserv-id), then one statement for each method, such as `dkim=pass header.d=example.com` ([RFC
/// 8601](https://www.rfc-editor.org/rfc/rfc8601)). Mail clients and filters inside the domain believe fields
/// with that name. Anybody can write such a field into a message before sending it, so the whole scheme stands
/// on the border MTA removing every field that pretends to be its own:
/// [org.vidimus.policy.authres.ForgeryCheck] decides that,
/// [org.vidimus.policy.authres.AuthenticationResultsHeader] reads and writes the field.
package org.vidimus.policy.authres;
