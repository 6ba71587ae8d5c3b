/// The MTA's side of the milter protocol: a client that behaves like Postfix or like Sendmail.
///
/// An MTA that calls filters, a test of a filter, or a tool that shows what a filter does with a message, opens
/// a [org.vidimus.milter.client.ClientSession] for each SMTP session and tells it of every event:
///
/// ```java
/// Mta mta = Mta.of(MtaProfile.POSTFIX, "mx.example.com");
/// FilterSettings filter = FilterSettings.of(new MilterSocket.Inet("127.0.0.1", 8891));
/// try (Transport transport = Transport.open(1);
///         ClientSession session = new MilterClient(transport, filter, mta).open()) {
///     session.connect(new Command.Connect(
///             Bytes.latin1("client.example.org"), Family.INET, 52100, Bytes.latin1("192.0.2.1")));
///     session.helo(Bytes.latin1("client.example.org"));
///     Envelope envelope = Envelope.of("<a@example.org>", List.of("<b@example.com>"));
///     Mail mail = Mail.received(MtaProfile.POSTFIX, Message.parse(octets), envelope, Mail.Additions.NONE);
///     session.mail(envelope.sender(), List.of());
///     session.rcpt(Bytes.latin1("<b@example.com>"), List.of());
///     session.data();
///     EndOfMessage end = session.content(mail);
///     Mail edited = mail.edit(end.edits(), false);
///     session.quit();
/// }
/// ```
///
/// - A filter's answers are values ([org.vidimus.milter.client.MilterResponse]). A filter that is not there, is
///   silent, or breaks the protocol is a value too, [org.vidimus.milter.client.MilterResponse.Broken].
/// - [org.vidimus.milter.client.MtaProfile] lists where the two MTAs differ. The client follows the one it
///   plays, also where that one is wrong, so that a filter's mistakes show before production.
/// - [org.vidimus.milter.client.Mail] applies edits by the rules of the MTA and gives what would be delivered.
/// - [org.vidimus.milter.client.FilterChain] asks several filters, each of which sees what the former changed.
///
/// Names in capitals (`SKIP`, `PROGRESS`) are those of Sendmail's `mfdef.h` without their prefix.
@NullMarked
package org.vidimus.milter.client;

import org.jspecify.annotations.NullMarked;
