package org.vidimus.milter.client;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.vidimus.milter.client.MilterResponse.Broken;
import org.vidimus.milter.client.MilterResponse.Failure;
import org.vidimus.milter.wire.Action;
import org.vidimus.milter.wire.Bytes;
import org.vidimus.milter.wire.Reply;

/// Takes the edits to one message as they arrive, as far as the MTA takes them.
///
/// Confined to the session's thread.
final class EditIntake {
    private static final int EDIT_OVERHEAD = 32;

    private final MtaProfile profile;
    private final Set<Action> agreed;
    private final int budget;
    private final List<Reply.Edit> edits = new ArrayList<>();
    private final Remarks remarks;
    private long octets;
    private boolean bodyReplaced;
    private boolean bodyClosed;
    private boolean bodyRefused;

    EditIntake(MtaProfile profile, Set<Action> agreed, int budget, Remarks remarks) {
        this.profile = profile;
        this.agreed = agreed;
        this.budget = budget;
        this.remarks = remarks;
    }

    List<Reply.Edit> edits() {
        return edits;
    }

    /// Whether Sendmail defers the message because its body was replaced without leave.
    boolean bodyRefused() {
        return bodyRefused;
    }

    /// Takes one edit, or says why the filter is broken.
    Optional<Broken> take(Reply.Edit edit) {
        // A constant for each, so that empty ones are not free.
        octets += EDIT_OVERHEAD + size(edit);
        if (octets > budget) {
            return Optional.of(new Broken(Failure.COMMUNICATION, "edits of more than " + budget + " octets"));
        }
        boolean body = edit instanceof Reply.ReplaceBody;
        bodyClosed |= bodyReplaced && !body;
        if (body && bodyClosed && profile == MtaProfile.POSTFIX) {
            return Optional.of(new Broken(Failure.CONFIGURATION, "a replaced body in pieces with other edits between"));
        }
        bodyReplaced |= body;
        if (subject(edit).map(Bytes::isEmpty).orElse(false)) {
            if (profile == MtaProfile.POSTFIX && edit instanceof Reply.ChangeHeader) {
                return Optional.of(new Broken(Failure.CONFIGURATION, "reply m without a header name"));
            }
            remarks.add("reply %c without a name or an address is left out".formatted(edit.code()));
            return Optional.empty();
        }
        if (!agreed.contains(edit.action())) {
            remarks.add("reply %c without %s having been negotiated".formatted(edit.code(), edit.action()));
            if (body && profile == MtaProfile.SENDMAIL) {
                // Sendmail honours every edit that was not negotiated but this one.
                bodyRefused = true;
                return Optional.empty();
            }
        }
        edits.add(edit);
        return Optional.empty();
    }

    /// What must not be empty in an edit: the field's name, the address.
    private static Optional<Bytes> subject(Reply.Edit edit) {
        return switch (edit) {
            case Reply.AddHeader(Bytes name, Bytes _) -> Optional.of(name);
            case Reply.InsertHeader(int _, Bytes name, Bytes _) -> Optional.of(name);
            case Reply.ChangeHeader(int _, Bytes name, Bytes _) -> Optional.of(name);
            case Reply.AddRecipient(Bytes recipient) -> Optional.of(recipient);
            case Reply.AddRecipientWithParameters(Bytes recipient, Optional<Bytes> _) -> Optional.of(recipient);
            case Reply.DeleteRecipient(Bytes recipient) -> Optional.of(recipient);
            case Reply.ChangeSender(Bytes sender, Optional<Bytes> _) -> Optional.of(sender);
            case Reply.ReplaceBody _, Reply.Quarantine _ -> Optional.empty();
        };
    }

    private static int size(Reply.Edit edit) {
        return switch (edit) {
            case Reply.AddHeader(Bytes name, Bytes value) -> name.length() + value.length();
            case Reply.InsertHeader(int _, Bytes name, Bytes value) -> name.length() + value.length();
            case Reply.ChangeHeader(int _, Bytes name, Bytes value) -> name.length() + value.length();
            case Reply.ReplaceBody(Bytes chunk) -> chunk.length();
            case Reply.AddRecipient(Bytes recipient) -> recipient.length();
            case Reply.AddRecipientWithParameters(Bytes recipient, Optional<Bytes> parameters) ->
                recipient.length() + parameters.map(Bytes::length).orElse(0);
            case Reply.DeleteRecipient(Bytes recipient) -> recipient.length();
            case Reply.ChangeSender(Bytes sender, Optional<Bytes> parameters) ->
                sender.length() + parameters.map(Bytes::length).orElse(0);
            case Reply.Quarantine(Bytes reason) -> reason.length();
        };
    }
}
