package org.vidimus.milter.transcript;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.vidimus.milter.filter.BodyVerdict;
import org.vidimus.milter.filter.Edit;
import org.vidimus.milter.filter.SessionVerdict;
import org.vidimus.milter.filter.Verdict;
import org.vidimus.milter.wire.Bytes;
import org.vidimus.milter.wire.EnhancedCode;
import org.vidimus.milter.wire.SmtpReply;

/// Turns the instructions of a script into verdicts and edits of our API.
final class ScriptedActions {
    private ScriptedActions() {}

    /// The verdict that an instruction is, if it is one.
    static Optional<BodyVerdict> verdict(FilterScript.Rule rule) {
        return switch (rule.verb()) {
            case "continue" -> Optional.of(Verdict.CONTINUE);
            case "accept" -> Optional.of(Verdict.ACCEPT);
            case "reject" -> Optional.of(Verdict.REJECT);
            case "tempfail" -> Optional.of(Verdict.TEMPFAIL);
            case "discard" -> Optional.of(Verdict.DISCARD);
            case "skip" -> Optional.of(BodyVerdict.SKIP);
            case "reply" -> Optional.of(new SessionVerdict.Refuse(reply(rule.rest())));
            default -> Optional.empty();
        };
    }

    /// `CODE X.Y.Z TEXT`, `-` for no enhanced code.
    private static SmtpReply reply(String text) {
        String[] words = text.split(" ", 3);
        List<String> lines = words.length > 2 ? List.of(Octets.decode(words[2]).split("\n")) : List.of("");
        return new SmtpReply(Integer.parseInt(words[0]), EnhancedCode.parse(words[1]), lines);
    }

    /// The edit that an instruction is; none for `progress`, which our server sends by itself.
    static Optional<Edit> edit(FilterScript.Rule rule) {
        String rest = rule.rest();
        String first = rest.split(" ", 2)[0];
        String after = rest.substring(Math.min(rest.length(), first.length() + 1));
        return switch (rule.verb()) {
            case "insert" -> Optional.of(new Edit.InsertHeader(Integer.parseInt(first), name(after), value(after)));
            case "add" -> Optional.of(new Edit.AddHeader(name(rest), value(rest)));
            case "change" -> Optional.of(new Edit.ReplaceHeader(Integer.parseInt(first), name(after), value(after)));
            case "delete" -> Optional.of(new Edit.DeleteHeader(Integer.parseInt(first), octets(after)));
            case "addrcpt" -> Optional.of(new Edit.AddRecipient(octets(first), parameters(after)));
            case "delrcpt" -> Optional.of(new Edit.DeleteRecipient(octets(rest)));
            case "chgfrom" -> Optional.of(new Edit.ChangeSender(octets(first), parameters(after)));
            case "quarantine" -> Optional.of(new Edit.Quarantine(Octets.decode(rest)));
            case "progress" -> Optional.empty();
            default -> throw new TranscriptError("unknown action " + rule.action());
        };
    }

    private static Bytes octets(String text) {
        return Bytes.latin1(Octets.decode(text));
    }

    private static Bytes name(String field) {
        return Bytes.latin1(field.substring(0, field.indexOf(':')));
    }

    private static Bytes value(String field) {
        return octets(field.substring(field.indexOf(':') + 1));
    }

    private static List<Bytes> parameters(String text) {
        return text.isEmpty()
                ? List.of()
                : Stream.of(text.split(" ")).map(Bytes::latin1).toList();
    }
}
