package org.vidimus.policy.pipeline;

import java.net.InetAddress;
import java.util.Map;
import java.util.Optional;
import org.vidimus.policy.base.Bytes;

/// What is known about the SMTP connection that a message came over, when the message begins.
///
/// Immutable.
///
/// @param client the client's address; empty for local submission and where the MTA does not know it
/// @param local whether the MTA says that the client is not on a network: a program on its host
/// @param helo the argument of HELO or EHLO as received; empty where none was given
/// @param mtaName the MTA's own name for itself (the milter macro `{j}`), the default of the authserv-id
/// @param authentication how the client proved who it is
/// @param daemonName what the MTA calls the listener that took the connection (`{daemon_name}`)
/// @param listener the socket on which the MTA called us, as configured; empty where there is none
/// @param clientName what the MTA calls the client: a host name that it found in the DNS, or its way of saying
///     that there is none, such as `unknown` or `[192.0.2.1]`; empty where the MTA said nothing
/// @param macros what else the MTA told: the values of the macros that [Signer#macros] asks for, by their names
///     without braces; those that the MTA did not give by MAIL are missing
public record ConnectionFacts(
        Optional<InetAddress> client,
        boolean local,
        Optional<Bytes> helo,
        Optional<Bytes> mtaName,
        Optional<Authentication> authentication,
        Optional<Bytes> daemonName,
        String listener,
        Optional<Bytes> clientName,
        Map<String, Bytes> macros) {
    /// Copies the map.
    public ConnectionFacts {
        macros = Map.copyOf(macros);
    }

    /// A connection whose client has no name, with no macros beside the usual ones.
    public ConnectionFacts(
            Optional<InetAddress> client,
            boolean local,
            Optional<Bytes> helo,
            Optional<Bytes> mtaName,
            Optional<Authentication> authentication,
            Optional<Bytes> daemonName,
            String listener) {
        this(client, local, helo, mtaName, authentication, daemonName, listener, Optional.empty(), Map.of());
    }

    /// A message that was submitted on the host itself.
    public static final ConnectionFacts LOCAL = new ConnectionFacts(
            Optional.empty(), true, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), "");

    /// A message from a client about which the MTA knows nothing. It is not trusted.
    public static final ConnectionFacts UNKNOWN = new ConnectionFacts(
            Optional.empty(), false, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), "");

    /// What a client and its HELO say, and nothing else.
    public static ConnectionFacts of(InetAddress client, Bytes helo) {
        return new ConnectionFacts(
                Optional.of(client),
                false,
                Optional.of(helo),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                "");
    }

    /// The same, taken by an MTA that calls itself `name`.
    public ConnectionFacts withMtaName(Bytes name) {
        return new ConnectionFacts(
                client, local, helo, Optional.of(name), authentication, daemonName, listener, clientName, macros);
    }

    /// The same after the client proved who it is.
    public ConnectionFacts withAuthentication(Authentication proof) {
        return new ConnectionFacts(
                client, local, helo, mtaName, Optional.of(proof), daemonName, listener, clientName, macros);
    }

    /// The same, come by another door.
    public ConnectionFacts withDoor(Optional<Bytes> daemon, String socket) {
        return new ConnectionFacts(client, local, helo, mtaName, authentication, daemon, socket, clientName, macros);
    }

    /// The same with a name for the client and with macros.
    public ConnectionFacts withNamed(Optional<Bytes> name, Map<String, Bytes> values) {
        return new ConnectionFacts(client, local, helo, mtaName, authentication, daemonName, listener, name, values);
    }
}
