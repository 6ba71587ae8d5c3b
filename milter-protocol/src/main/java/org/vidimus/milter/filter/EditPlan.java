package org.vidimus.milter.filter;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.vidimus.milter.wire.Action;
import org.vidimus.milter.wire.Bytes;
import org.vidimus.milter.wire.Decoded;
import org.vidimus.milter.wire.Frame;
import org.vidimus.milter.wire.Reply;

/// Turns a handler's edits into what is sent, so that Postfix and Sendmail make the same message of them.
final class EditPlan {
    /// Past the end of any header block: both MTAs then append. Sendmail counts fields that it will not send
    /// too.
    private static final int PAST_THE_END = 100_000;

    private final Negotiated negotiated;
    private final List<Reply.Edit> planned = new ArrayList<>();

    private EditPlan(Negotiated negotiated) {
        this.negotiated = negotiated;
    }

    /// The replies to send, or why they may not be sent.
    static Decoded<List<Reply.Edit>> of(List<Edit> edits, Negotiated negotiated) {
        EditPlan plan = new EditPlan(negotiated);
        // Postfix takes a deleted field out at once and counts those after it anew; Sendmail marks it and goes
        // on counting it. From the highest occurrence down the difference cannot show.
        edits.stream()
                .filter(edit -> occurrence(edit) > 0)
                .sorted(Comparator.comparingInt(EditPlan::occurrence).reversed())
                .forEach(plan::add);
        edits.stream().filter(edit -> occurrence(edit) == 0).forEach(plan::add);
        for (Reply.Edit edit : plan.planned) {
            if (!negotiated.actions().contains(edit.action())) {
                return new Decoded.Malformed<>("an edit that was not agreed on: " + edit.action());
            }
        }
        return new Decoded.Ok<>(plan.planned);
    }

    private static int occurrence(Edit edit) {
        return switch (edit) {
            case Edit.ReplaceHeader replace -> replace.occurrence();
            case Edit.DeleteHeader delete -> delete.occurrence();
            case Edit.InsertHeader _,
                    Edit.AppendHeader _,
                    Edit.AddHeader _,
                    Edit.ReplaceBody _,
                    Edit.AddRecipient _,
                    Edit.DeleteRecipient _,
                    Edit.ChangeSender _,
                    Edit.Quarantine _ -> 0;
        };
    }

    private void add(Edit edit) {
        switch (edit) {
            case Edit.InsertHeader(int index, Bytes name, Bytes value) ->
                planned.add(new Reply.InsertHeader(index, name, value(value)));
            case Edit.AppendHeader(Bytes name, Bytes value) ->
                planned.add(new Reply.InsertHeader(PAST_THE_END, name, value(value)));
            case Edit.AddHeader(Bytes name, Bytes value) -> planned.add(new Reply.AddHeader(name, value(value)));
            case Edit.ReplaceHeader(int occurrence, Bytes name, Bytes value) ->
                planned.add(new Reply.ChangeHeader(occurrence, name, value(value)));
            case Edit.DeleteHeader(int occurrence, Bytes name) ->
                planned.add(new Reply.ChangeHeader(occurrence, name, Bytes.EMPTY));
            case Edit.ReplaceBody(Bytes body) -> addBody(body);
            case Edit.AddRecipient(Bytes address, List<Bytes> parameters) ->
                planned.add(
                        parameters.isEmpty() && negotiated.actions().contains(Action.ADD_RECIPIENTS)
                                ? new Reply.AddRecipient(bracketed(address))
                                : new Reply.AddRecipientWithParameters(bracketed(address), joined(parameters)));
            case Edit.DeleteRecipient(Bytes address) -> planned.add(new Reply.DeleteRecipient(address));
            case Edit.ChangeSender(Bytes address, List<Bytes> parameters) ->
                planned.add(new Reply.ChangeSender(bracketed(address), joined(parameters)));
            case Edit.Quarantine(String reason) -> planned.add(new Reply.Quarantine(Bytes.utf8(reason)));
        }
    }

    /// Without HEADER_LEADING_SPACE the MTA puts a space of its own before the value. Line ends become LF: of
    /// CRLF both MTAs make CR CR LF.
    private Bytes value(Bytes value) {
        Bytes own = !negotiated.exactHeaders() && !value.isEmpty() && value.at(0) == ' ' ? value.from(1) : value;
        return own.contains('\r') ? Bytes.latin1(own.latin1().replace("\r\n", "\n")) : own;
    }

    /// In pieces that fit a frame, and one empty piece for an empty body.
    private void addBody(Bytes body) {
        int size = Math.min(Frame.MAX_PAYLOAD, negotiated.dataSize().maxPayload());
        int at = 0;
        do {
            int end = Math.min(body.length(), at + size);
            planned.add(new Reply.ReplaceBody(body.slice(at, end)));
            at = end;
        } while (at < body.length());
    }

    private static Bytes bracketed(Bytes address) {
        return address.at(0) == '<' ? address : Bytes.latin1("<" + address.latin1() + ">");
    }

    private static Optional<Bytes> joined(List<Bytes> parameters) {
        return parameters.isEmpty()
                ? Optional.empty()
                : Optional.of(Bytes.latin1(
                        String.join(" ", parameters.stream().map(Bytes::latin1).toList())));
    }
}
