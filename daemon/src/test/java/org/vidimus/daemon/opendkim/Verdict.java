package org.vidimus.daemon.opendkim;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.vidimus.milter.client.ClientSession;
import org.vidimus.milter.client.EndOfMessage;
import org.vidimus.milter.client.Envelope;
import org.vidimus.milter.client.Mail;
import org.vidimus.milter.client.Message;
import org.vidimus.milter.client.MilterResponse;
import org.vidimus.milter.client.MtaProfile;
import org.vidimus.milter.wire.Bytes;
import org.vidimus.milter.wire.Command;
import org.vidimus.milter.wire.Family;
import org.vidimus.milter.wire.Reply;
import org.vidimus.policy.base.Parsed;
import org.vidimus.policy.dkim.TagList;
import org.vidimus.signer.rules.Decision;
import org.vidimus.signer.rules.Decision.Outcome;
import org.vidimus.signer.rules.PlannedSignature;

/// What became of a message, in a form in which the two can be compared: `unsigned`, `tempfail`, `reject`, or the
/// signatures from the lowest up.
final class Verdict {
    private Verdict() {}

    /// Sends the message to the real OpenDKIM.
    static String of(Case message, OpenDkim filter) throws InterruptedException {
        try (ClientSession session = filter.open()) {
            message.macros().forEach(session.macros()::set);
            Family family =
                    message.address().isEmpty() ? Family.UNKNOWN : message.isInet6() ? Family.INET6 : Family.INET;
            MilterResponse response = session.connect(new Command.Connect(
                    Bytes.utf8(message.name()),
                    family,
                    message.address().isEmpty() ? 0 : 52100,
                    Bytes.utf8(message.address())));
            if (response instanceof MilterResponse.Accept) {
                return "unsigned";
            }
            session.helo(Bytes.utf8("client.example"));
            session.queueId("VIDIMUS1");
            session.mail(Bytes.utf8("<u@example.com>"), List.of());
            for (String recipient : message.recipients()) {
                session.rcpt(Bytes.utf8(recipient), List.of());
            }
            session.data();
            EndOfMessage end = session.content(mail(message));
            session.quit();
            return of(end);
        }
    }

    private static Mail mail(Case message) {
        StringBuilder text = new StringBuilder();
        message.header()
                .forEach(field -> text.append(field.getKey())
                        .append(": ")
                        .append(field.getValue())
                        .append("\r\n"));
        text.append("\r\nbody\r\n");
        return Mail.received(
                MtaProfile.POSTFIX,
                Message.parse(Bytes.utf8(text.toString())),
                Envelope.of("<u@example.com>", message.recipients()),
                Mail.Additions.NONE);
    }

    private static String of(EndOfMessage end) {
        return switch (end.response()) {
            case MilterResponse.Tempfail _ -> "tempfail";
            case MilterResponse.Reject _ -> "reject";
            case MilterResponse.Continue _, MilterResponse.Accept _ -> {
                List<String> signatures = new ArrayList<>();
                for (Reply.Edit edit : end.edits()) {
                    if (edit instanceof Reply.InsertHeader insert
                            && insert.name().utf8().equals("DKIM-Signature")) {
                        signatures.add(signature(insert.value().latin1()));
                    }
                }
                yield signatures.isEmpty() ? "unsigned" : String.join(" + ", signatures);
            }
            case MilterResponse other -> other.toString();
        };
    }

    private static String signature(String field) {
        return switch (TagList.parse(
                org.vidimus.policy.base.Bytes.of(field.getBytes(StandardCharsets.ISO_8859_1)), TagList.Charset.UTF_8)) {
            case Parsed.Malformed<TagList>(int _, String why) -> "malformed: " + why;
            case Parsed.Ok<TagList>(TagList tags) ->
                "d=%s s=%s i=%s a=%s c=%s x=%s h=%s"
                        .formatted(
                                lower(tag(tags, "d")),
                                lower(tag(tags, "s")),
                                tag(tags, "i"),
                                tag(tags, "a"),
                                tag(tags, "c"),
                                tag(tags, "x").equals("-")
                                        ? "-"
                                        : Long.toString(
                                                Long.parseLong(tag(tags, "x")) - Long.parseLong(tag(tags, "t"))),
                                sorted(Arrays.asList(lower(tag(tags, "h")).split(":"))));
        };
    }

    private static String tag(TagList tags, String name) {
        return tags.tag(name)
                .map(tag -> tag.value().latin1().replaceAll("\\s+", ""))
                .orElse("-");
    }

    /// What we would do.
    static String of(Case message, Decision decision) {
        return switch (decision.outcome()) {
            case Outcome.Unsigned _ -> "unsigned";
            case Outcome.Defer _ -> "tempfail";
            case Outcome.Refuse _ -> "reject";
            case Outcome.Sign(List<PlannedSignature> signatures, var _) ->
                String.join(
                        " + ",
                        signatures.stream().map(one -> signature(message, one)).toList());
        };
    }

    private static String signature(Case message, PlannedSignature planned) {
        List<String> names = new ArrayList<>();
        for (Map.Entry<String, String> field : message.header()) {
            String name = lower(field.getKey());
            if (planned.profile().headers().signed().contains(name)) {
                names.add(name);
            }
        }
        names.addAll(planned.profile().headers().oversigned());
        return "d=%s s=%s i=%s a=%s c=%s x=%s h=%s"
                .formatted(
                        planned.key().domain(),
                        planned.key().selector(),
                        planned.identity().map(Object::toString).orElse("-"),
                        planned.key().key().algorithm().word(),
                        planned.profile().canonicalization(),
                        planned.profile()
                                .lifetime()
                                .map(time -> Long.toString(time.toSeconds()))
                                .orElse("-"),
                        sorted(names));
    }

    private static String sorted(List<String> names) {
        List<String> sorted = new ArrayList<>(names);
        sorted.removeIf(String::isEmpty);
        Collections.sort(sorted);
        return String.join(":", sorted);
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
