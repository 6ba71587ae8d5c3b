package org.vidimus.signer.rules;

import java.net.InetAddress;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.dns.DomainName;
import org.vidimus.policy.message.MailAddress;
import org.vidimus.policy.message.ReversePath;
import org.vidimus.policy.pipeline.ConnectionFacts;
import org.vidimus.policy.pipeline.Skip;

/// What a decision says about where a message comes from.
final class Trust {
    private static final int SHOWN = 100;

    private Trust() {}

    /// Why the message counts as mail from inside, or that it does not.
    static Decision.Step step(Occasion occasion) {
        ConnectionFacts connection = occasion.connection();
        String client = connection.client().map(InetAddress::getHostAddress).orElse("unknown");
        String what = occasion.inside()
                .map(skip -> "from inside (" + skip.word() + "): " + reason(skip, connection, client))
                .orElse("from outside: client " + client + " has not logged in and is not trusted");
        return new Decision.Step("", what);
    }

    private static String reason(Skip skip, ConnectionFacts connection, String client) {
        return switch (skip) {
            case AUTHENTICATED ->
                "client " + client + " logged in as "
                        + connection
                                .authentication()
                                .map(proof -> LocalParts.show(proof.user()))
                                .orElse("somebody");
            case TRUSTED_NETWORK -> "client " + client + " is in a trusted network";
            case LOCAL -> "it was submitted on the host itself";
            case ROLE ->
                "it came by a door for mail from inside, socket \"" + Bytes.utf8(connection.listener())
                        + "\", daemon name \""
                        + connection.daemonName().orElse(Bytes.EMPTY).excerpt(SHOWN) + "\"";
            case SIGNER_RULE -> "a rule of the signer's own is for client " + client;
        };
    }

    /// What is remarkable about the sender of the envelope. Nothing follows from it: forwarders and mailing
    /// lists have other senders than authors, and rightly so.
    static String sender(Bytes mailFrom, DomainName author) {
        return switch (ReversePath.parse(mailFrom)) {
            case ReversePath.Null _ -> "; MAIL FROM is the null sender, as of bounces";
            case ReversePath.Unusable _ -> "; MAIL FROM has no domain";
            case ReversePath.Mailbox(MailAddress address) ->
                address.domain().equals(author) ? "" : "; MAIL FROM is of another domain, " + address.domain();
        };
    }
}
