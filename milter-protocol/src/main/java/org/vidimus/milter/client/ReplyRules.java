package org.vidimus.milter.client;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.vidimus.milter.client.MilterResponse.Failure;
import org.vidimus.milter.wire.Bytes;
import org.vidimus.milter.wire.Command;
import org.vidimus.milter.wire.CommandCode;
import org.vidimus.milter.wire.Decoded;
import org.vidimus.milter.wire.Reply;
import org.vidimus.milter.wire.SmtpReply;

/// Which replies an MTA takes at which command, and what they mean to it.
///
/// Immutable, thread-safe.
record ReplyRules(MtaProfile profile) {
    private static final Set<Integer> CODES_WITH_ADDRESS = Set.of(450, 550, 553);

    /// What a reply leads to.
    sealed interface Ruling {}

    /// The filter is still at work.
    record Wait() implements Ruling {}

    /// A change, to be kept until the final reply.
    record Change(Reply.Edit edit) implements Ruling {}

    /// The answer.
    record Answer(MilterResponse response) implements Ruling {}

    private static final Wait WAIT = new Wait();

    Ruling of(Command command, Reply reply) {
        CommandCode code = command.code();
        boolean atEnd = code == CommandCode.END_OF_MESSAGE;
        boolean postfix = profile == MtaProfile.POSTFIX;
        return switch (reply) {
            case Reply.Continue _ -> new Answer(new MilterResponse.Continue());
            case Reply.Accept _ -> new Answer(new MilterResponse.Accept());
            case Reply.Discard _ ->
                // Both MTAs log it and go on where there is no message to discard.
                new Answer(Events.ofSession(code) ? new MilterResponse.Continue() : new MilterResponse.Discard());
            case Reply.Reject _ -> refusal(command, profile.refusal(code, false));
            case Reply.Tempfail _ -> refusal(command, profile.refusal(code, true));
            case Reply.ReplyCode(Bytes text) -> replyCode(command, text);
            case Reply.Skip _ -> postfix || !atEnd ? new Answer(new MilterResponse.Skip()) : unexpected(code, reply);
            case Reply.Shutdown _ -> postfix ? new Answer(new MilterResponse.Shutdown()) : unexpected(code, reply);
            case Reply.Progress _ -> postfix || atEnd ? WAIT : unexpected(code, reply);
            case Reply.Quarantine quarantine -> postfix || atEnd ? new Change(quarantine) : unexpected(code, reply);
            case Reply.Edit edit -> atEnd ? new Change(edit) : unexpected(code, reply);
            case Reply.ConnectionFailed _, Reply.Negotiated _, Reply.SetSymbolLists _ -> unexpected(code, reply);
        };
    }

    private static Ruling unexpected(CommandCode code, Reply reply) {
        return fault(Failure.COMMUNICATION, "reply %c to %s".formatted(reply.code(), code));
    }

    private static Ruling fault(Failure failure, String why) {
        return new Answer(new MilterResponse.Broken(failure, why));
    }

    private Ruling replyCode(Command command, Bytes text) {
        CommandCode code = command.code();
        return switch (profile) {
            case POSTFIX ->
                switch (SmtpReply.parse(withoutLonePercents(text))) {
                    case Decoded.Ok<SmtpReply>(SmtpReply reply) -> refusal(command, reply);
                    case Decoded.Malformed<SmtpReply>(String why) -> fault(Failure.CONFIGURATION, why);
                };
            case SENDMAIL -> {
                Optional<SmtpReply> own = hasLonePercent(text)
                        ? Optional.empty()
                        : SmtpReply.parse(text) instanceof Decoded.Ok<SmtpReply>(SmtpReply reply)
                                ? Optional.of(reply)
                                : Optional.empty();
                // Sendmail keeps only the class of what it is told at CONNECT.
                yield refusal(
                        command,
                        own.map(reply -> code == CommandCode.CONNECT && reply.code() != 421
                                        ? profile.refusal(code, reply.isTemporary())
                                        : reply)
                                .orElseGet(() -> profile.refusal(code, false)));
            }
        };
    }

    /// Sendmail puts the address before what it says about it, but only with some codes (seen with 8.17.1.9).
    private Ruling refusal(Command command, SmtpReply reply) {
        boolean named = profile == MtaProfile.SENDMAIL && CODES_WITH_ADDRESS.contains(reply.code());
        Optional<Bytes> address = Optional.empty();
        if (named && command instanceof Command.Mail(Bytes sender, List<Bytes> _)) {
            address = Optional.of(sender);
        } else if (named && command instanceof Command.Rcpt(Bytes recipient, List<Bytes> _)) {
            address = Optional.of(recipient);
        }
        if (address.isPresent()) {
            String prefix = Addresses.bracketed(address.get()).utf8() + "... ";
            try {
                return new Answer(MilterResponse.refusal(new SmtpReply(
                        reply.code(),
                        reply.enhanced(),
                        reply.lines().stream().map(line -> prefix + line).toList())));
            } catch (IllegalArgumentException _) {
                // The address makes the line too long or holds what no reply may: the reply does without.
                return new Answer(MilterResponse.refusal(reply));
            }
        }
        return new Answer(MilterResponse.refusal(reply));
    }

    private static boolean hasLonePercent(Bytes text) {
        return withoutLonePercents(text).length() != text.length();
    }

    private static Bytes withoutLonePercents(Bytes text) {
        String octets = text.latin1();
        StringBuilder kept = new StringBuilder(octets.length());
        for (int i = 0; i < octets.length(); i++) {
            if (octets.charAt(i) != '%') {
                kept.append(octets.charAt(i));
            } else if (i + 1 < octets.length() && octets.charAt(i + 1) == '%') {
                kept.append("%%");
                i++;
            }
        }
        return Bytes.latin1(kept.toString());
    }
}
