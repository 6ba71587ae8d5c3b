package org.vidimus.policy.sieve.run;

import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.message.HeaderBlock;

/// A message as a script sees it.
///
/// Immutable.
///
/// @param header its header
/// @param size octets of header and body, line ends counted as CRLF
/// @param envelope sender and recipients
/// @param body its body, or as much of it as is kept
/// @param environment the items of the `environment` test ([RFC
///     5183](https://www.rfc-editor.org/rfc/rfc5183)) by their names in lower case, such as `remote-ip`
/// @param checks what SPF, DKIM, ARC and DMARC said; empty for mail that was not verified
/// @param time now, with the zone in which a script's dates are
/// @param mailboxes those that the message could go into
public record SieveMessage(
        HeaderBlock header,
        long size,
        Envelope envelope,
        Body body,
        Map<String, String> environment,
        Optional<SieveChecks> checks,
        ZonedDateTime time,
        Mailboxes mailboxes) {
    /// Copies the map.
    public SieveMessage {
        environment = Map.copyOf(environment);
    }

    /// A message for which there are no mailboxes.
    public SieveMessage(
            HeaderBlock header,
            long size,
            Envelope envelope,
            Body body,
            Map<String, String> environment,
            Optional<SieveChecks> checks,
            ZonedDateTime time) {
        this(header, size, envelope, body, environment, checks, time, Mailboxes.NONE);
    }

    /// Mailboxes into which a message can go ([RFC 5490
    /// §3.1](https://www.rfc-editor.org/rfc/rfc5490#section-3.1)).
    @FunctionalInterface
    public interface Mailboxes {
        /// No mailbox: during an SMTP transaction nobody knows where the message will go.
        Mailboxes NONE = _ -> false;

        /// Whether there is a mailbox of this name and the message may go into it. The name is the script's, and
        /// is not to be trusted as a path.
        boolean exists(String name);
    }

    /// The envelope ([RFC 5228 §5.4](https://www.rfc-editor.org/rfc/rfc5228#section-5.4)).
    ///
    /// @param from the sender without angle brackets; empty for the null sender
    /// @param to the recipients likewise: at delivery the one of the user whose script runs, at the end of an
    ///     SMTP transaction all of them
    /// @param auth the name under which the client logged in ([RFC
    ///     6009](https://www.rfc-editor.org/rfc/rfc6009) calls it otherwise; this is our own `auth` part)
    public record Envelope(String from, List<String> to, Optional<String> auth) {
        /// Copies the list.
        public Envelope {
            to = List.copyOf(to);
        }
    }

    /// The body.
    ///
    /// @param octets its beginning, or all of it
    /// @param complete whether that is all of it
    /// @param present whether there is one, be it empty: a message may end with its header ([RFC 5173
    ///     §4](https://www.rfc-editor.org/rfc/rfc5173#section-4)). MTAs do not tell a filter
    public record Body(Bytes octets, boolean complete, boolean present) {
        /// No body, or one that nobody keeps.
        public static final Body NONE = new Body(Bytes.EMPTY, true, false);

        /// A body that is there.
        public Body(Bytes octets, boolean complete) {
            this(octets, complete, true);
        }
    }
}
