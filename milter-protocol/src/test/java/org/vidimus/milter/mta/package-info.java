/// Real mail servers in tests.
///
/// [org.vidimus.milter.mta.RealMta] is a Postfix or a Sendmail that was started by the scripts in `contrib-postfix/rig`
/// and `contrib-sendmail/rig`; `PostfixMta` and `SendmailMta` of those modules' tests start one. A test speaks SMTP to
/// it
/// through [org.vidimus.milter.mta.SmtpDialogue] and sees what it delivers in [org.vidimus.milter.mta.SmtpSink]:
///
/// ```java
/// try (var sink = new SmtpSink();
///         var mta = PostfixMta.start(MtaSettings.relayingTo(sink).milter("inet:127.0.0.1:" + port));
///         var client = mta.connect()) {
///     client.ehlo("client.example.org");
///     client.mail("a@example.com", "Subject: hello\r\n\r\nbody\r\n", "b@example.org");
///     String delivered = sink.await(1).getFirst().text();
/// }
/// ```
@NullMarked
package org.vidimus.milter.mta;

import org.jspecify.annotations.NullMarked;
