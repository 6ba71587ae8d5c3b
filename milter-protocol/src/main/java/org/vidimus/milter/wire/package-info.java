/// The milter wire: frames, commands, replies, flags, and nothing else.
///
/// An MTA (Postfix, Sendmail) opens one connection to a filter for each SMTP session. It sends *commands*: first
/// `OPTNEG`, with which both sides agree on version, actions and events; then, for every step of the SMTP dialogue, an
/// optional list of macros and the step itself. The filter answers most commands with one *reply* that decides what
/// happens next; after the last command of a message it may first send *edits*.
///
/// Both sides speak the same frame: a 32-bit big-endian length that counts what follows it, a command byte, and a
/// payload. [org.vidimus.milter.wire.FrameReader] cuts a stream into [frames][org.vidimus.milter.wire.Frame],
/// [org.vidimus.milter.wire.Command] and [org.vidimus.milter.wire.Reply] give them meaning, in both directions, so that
/// a filter, an MTA, a proxy and a recorder can share one codec.
///
/// Rules of the package:
/// - Decoders are total: every sequence of bytes gives a value or a [org.vidimus.milter.wire.Decoded.Malformed] that
///   says why. Nothing throws, nothing is allocated before its length was checked.
/// - Bytes first: host names, addresses, headers and macros keep the octets received.
/// - `encode(decode(frame))` is the frame, byte for byte.
///
/// The protocol has no RFC. Names in comments (`SMFIC_MAIL`, `SMFIR_SKIP`) are those of Sendmail's `mfdef.h`.
@NullMarked
package org.vidimus.milter.wire;

import org.jspecify.annotations.NullMarked;
