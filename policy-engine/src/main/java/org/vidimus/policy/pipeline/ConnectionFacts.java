package org.vidimus.policy.pipeline;

import java.net.InetAddress;
import java.util.Optional;
import org.vidimus.policy.base.Bytes;

/// What is known about the SMTP connection that a message came over.
///
/// Immutable.
///
/// @param client the client's address; empty for local submission and where the MTA does not know it
/// @param helo the argument of HELO or EHLO as received; empty where none was given
/// @param mtaName the MTA's own name for itself (the milter macro `{j}`), the default of the authserv-id
public record ConnectionFacts(Optional<InetAddress> client, Optional<Bytes> helo, Optional<Bytes> mtaName) {
    /// Nothing known: a message that did not come over SMTP.
    public static final ConnectionFacts UNKNOWN =
            new ConnectionFacts(Optional.empty(), Optional.empty(), Optional.empty());
}
