package org.vidimus.milter.replay;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.vidimus.milter.wire.Bytes;
import org.vidimus.milter.wire.Command;
import org.vidimus.milter.wire.Decoded;
import org.vidimus.milter.wire.FrameWriter;
import org.vidimus.milter.wire.Reply;
import org.vidimus.milter.wire.SmtpReply;
import org.vidimus.milter.wire.WireLog;

/// The replies of a recorded filter as a filter on our API says them: each rule here is one of
/// docs/libmilter-differences.md.
final class RecordedReplies {
    private RecordedReplies() {}

    /// Replies as octets, without the negotiation and the signs of life, which are the server's own.
    static List<String> comparable(List<Reply> replies) {
        return replies.stream()
                .filter(reply -> !(reply instanceof Reply.Negotiated) && !(reply instanceof Reply.Progress))
                .map(RecordedReplies::octets)
                .toList();
    }

    static List<String> sayable(List<WireLog.Line> lines) {
        List<Reply> replies = new ArrayList<>();
        List<Reply.Edit> edits = new ArrayList<>();
        boolean body = false;
        for (WireLog.Line line : lines) {
            switch (line) {
                case WireLog.FromMta(int _, var frame) ->
                    body = Command.decode(frame) instanceof Decoded.Ok<Command>(Command.Body _);
                case WireLog.FromFilter(var frame) -> {
                    Reply reply = ((Decoded.Ok<Reply>) Reply.decode(frame)).value();
                    if (reply instanceof Reply.Edit edit) {
                        edits.add(edit);
                    } else {
                        replies.addAll(inOurOrder(edits));
                        edits.clear();
                        replies.add(sayable(reply, body));
                    }
                }
            }
        }
        return comparable(replies);
    }

    private static Reply sayable(Reply reply, boolean body) {
        return switch (reply) {
            // SKIP is for the body.
            case Reply.Skip _ when !body -> new Reply.Continue();
            // A refusal has a code that refuses, and % is doubled.
            case Reply.ReplyCode(Bytes text) ->
                switch (SmtpReply.parse(text)) {
                    case Decoded.Ok<SmtpReply>(SmtpReply parsed) -> parsed.toWire();
                    case Decoded.Malformed<SmtpReply> _ -> new Reply.Reject();
                };
            default -> reply;
        };
    }

    /// Changes and deletions from the highest occurrence down, then the rest; LF for CRLF.
    private static List<Reply.Edit> inOurOrder(List<Reply.Edit> edits) {
        List<Reply.Edit> ordered = new ArrayList<>();
        edits.stream()
                .filter(Reply.ChangeHeader.class::isInstance)
                .map(Reply.ChangeHeader.class::cast)
                .map(c -> new Reply.ChangeHeader(Math.max(1, c.index()), c.name(), c.value()))
                .sorted(Comparator.comparingInt(Reply.ChangeHeader::index).reversed())
                .forEach(ordered::add);
        for (Reply.Edit edit : edits) {
            if (edit instanceof Reply.InsertHeader(int index, Bytes name, Bytes value)) {
                ordered.add(new Reply.InsertHeader(
                        index, name, Bytes.latin1(value.latin1().replace("\r\n", "\n"))));
            } else if (!(edit instanceof Reply.ChangeHeader)) {
                ordered.add(edit);
            }
        }
        return ordered;
    }

    private static String octets(Reply reply) {
        FrameWriter out = new FrameWriter();
        reply.encodeTo(out);
        return Bytes.copyOf(out.take()).toString();
    }
}
