/// OpenDKIM's configuration, read as OpenDKIM reads it: its file, its data sets, and the tables by which it decides
/// what to sign with which key.
///
/// A site that comes from OpenDKIM has rules in KeyTable and SigningTable that nobody wants to write anew on the day
/// of the change. So the tables are taken as they are, with the order of look-ups, the case of letters and the
/// pitfalls that OpenDKIM 2.11 has, as the real program shows them in a differential test; and every line that does
/// not do what it seems to is told ([Lint]). `docs/opendkim.md` lists where we differ on purpose.
///
/// Octets are held in strings of ISO-8859-1, one character each: these files have no character set.
@org.jspecify.annotations.NullMarked
package org.vidimus.signer.opendkim;
