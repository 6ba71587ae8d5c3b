package org.vidimus.daemon.probe;

import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import org.vidimus.milter.client.MtaProfile;
import org.vidimus.milter.wire.Bytes;

/// How a message is submitted to the MTA that is played. Immutable.
///
/// @param profile which MTA
/// @param host its own name, macro `j`
/// @param clientName the client's name as the DNS has it
/// @param client the client's address
/// @param helo what the client calls itself
/// @param sender the envelope sender, in angle brackets
/// @param recipients the envelope recipients, in angle brackets, at least one
/// @param macros values that replace those the MTA would send, by name
public record Submission(
        MtaProfile profile,
        String host,
        String clientName,
        InetAddress client,
        String helo,
        Bytes sender,
        List<Bytes> recipients,
        Map<String, String> macros) {
    public Submission {
        recipients = List.copyOf(recipients);
        macros = Map.copyOf(macros);
    }
}
