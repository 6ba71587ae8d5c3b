package org.vidimus.milter.filter;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.vidimus.milter.wire.Action;
import org.vidimus.milter.wire.Command;
import org.vidimus.milter.wire.CommandCode;
import org.vidimus.milter.wire.DataSize;
import org.vidimus.milter.wire.Decoded;
import org.vidimus.milter.wire.Reply;
import org.vidimus.milter.wire.Stage;
import org.vidimus.milter.wire.Step;
import org.vidimus.milter.wire.SymbolLists;
import org.vidimus.milter.wire.Version;

/// Answers an MTA's offer with the least that a filter needs: never more than was offered, because an MTA drops
/// a filter
/// that asks for more.
final class Negotiator {
    /// Which flag keeps an event away, and which its round trip.
    record Suppression(Step event, Step reply) {}

    static final Map<CommandCode, Suppression> SUPPRESSIONS = new EnumMap<>(Map.of(
            CommandCode.CONNECT, new Suppression(Step.NO_CONNECT, Step.NO_REPLY_CONNECT),
            CommandCode.HELO, new Suppression(Step.NO_HELO, Step.NO_REPLY_HELO),
            CommandCode.MAIL, new Suppression(Step.NO_MAIL, Step.NO_REPLY_MAIL),
            CommandCode.RCPT, new Suppression(Step.NO_RCPT, Step.NO_REPLY_RCPT),
            CommandCode.DATA, new Suppression(Step.NO_DATA, Step.NO_REPLY_DATA),
            CommandCode.HEADER, new Suppression(Step.NO_HEADERS, Step.NO_REPLY_HEADER),
            CommandCode.END_OF_HEADERS, new Suppression(Step.NO_END_OF_HEADERS, Step.NO_REPLY_END_OF_HEADERS),
            CommandCode.BODY, new Suppression(Step.NO_BODY, Step.NO_REPLY_BODY),
            CommandCode.UNKNOWN, new Suppression(Step.NO_UNKNOWN, Step.NO_REPLY_UNKNOWN)));

    private Negotiator() {}

    /// The agreement on an offer, made anew only when it is not the offer of the last connection.
    static Decoded<Agreement> agree(Filter<?, ?> filter, Command.Negotiate offer) {
        Agreement last = filter.lastAgreement.get();
        if (last != null && last.offer().equals(offer)) {
            return new Decoded.Ok<>(last);
        }
        return switch (answer(filter, offer)) {
            case Decoded.Ok<Reply.Negotiated>(Reply.Negotiated answer) -> {
                Agreement agreement = new Agreement(offer, answer, Negotiated.of(answer));
                filter.lastAgreement.set(agreement);
                yield new Decoded.Ok<>(agreement);
            }
            case Decoded.Malformed<Reply.Negotiated>(String why) -> new Decoded.Malformed<>(why);
        };
    }

    static Decoded<Reply.Negotiated> answer(Filter<?, ?> filter, Command.Negotiate offer) {
        // libmilter compares as unsigned too; a version of 2^31 and above is only a number that is too large.
        if (Integer.compareUnsigned(offer.version(), Version.OLDEST) < 0) {
            return new Decoded.Malformed<>("the MTA speaks milter version " + offer.version()
                    + ", the oldest understood is " + Version.OLDEST);
        }
        int version = Integer.compareUnsigned(offer.version(), Version.NEWEST) > 0 ? Version.NEWEST : offer.version();
        // MTAs of version 1 sent no words: what they can do is known.
        int actionWord = offer.actions() == 0 ? Action.VERSION_1 : offer.actions();
        int protocolWord = offer.protocol() == 0 ? Step.VERSION_1 : offer.protocol();

        Set<Action> offered = Action.fromBits(actionWord);
        if (!offered.containsAll(filter.requires)) {
            Set<Action> missing = EnumSet.copyOf(filter.requires);
            missing.removeAll(offered);
            return new Decoded.Malformed<>("the MTA does not permit what the filter needs: " + missing);
        }
        Set<Action> actions = EnumSet.noneOf(Action.class);
        actions.addAll(filter.uses);
        actions.retainAll(offered);
        SymbolLists symbols = SymbolLists.NONE;
        if (offered.contains(Action.SET_SYMBOL_LIST) && !filter.macros.isEmpty()) {
            actions.add(Action.SET_SYMBOL_LIST);
            symbols = symbols(filter.macros);
        }
        int size = dataSize(filter.dataSize, protocolWord).bit();
        return new Decoded.Ok<>(new Reply.Negotiated(
                version, Action.toBits(actions), Step.toBits(steps(filter, protocolWord)) | size, symbols));
    }

    private static Set<Step> steps(Filter<?, ?> filter, int protocolWord) {
        Set<Step> wanted = EnumSet.of(Step.HEADER_LEADING_SPACE);
        SUPPRESSIONS.forEach((code, suppression) -> Optional.ofNullable(filter.modes.get(code))
                .ifPresentOrElse(
                        mode -> {
                            if (mode == Mode.STREAM) {
                                wanted.add(suppression.reply());
                            }
                        },
                        () -> wanted.add(suppression.event())));
        if (filter.modes.get(CommandCode.BODY) == Mode.ANSWER) {
            wanted.add(Step.SKIP);
        }
        if (filter.rejectedRecipients) {
            wanted.add(Step.REJECTED_RECIPIENTS);
        }
        wanted.retainAll(Step.fromBits(protocolWord));
        return wanted;
    }

    private static DataSize dataSize(DataSize wanted, int protocolWord) {
        boolean offered = (protocolWord & wanted.bit()) != 0;
        return offered ? wanted : DataSize.STANDARD;
    }

    /// Sendmail up to 8.18 looks at the list of EOH to decide which list EOM gets: asking for EOM alone is
    /// ignored, asking for EOH alone leaves EOM without macros. So the two always go together.
    private static SymbolLists symbols(Map<Stage, List<String>> macros) {
        Map<Stage, List<String>> lists = new LinkedHashMap<>(macros);
        Optional.ofNullable(macros.get(Stage.END_OF_MESSAGE))
                .ifPresent(names -> lists.putIfAbsent(Stage.END_OF_HEADERS, names));
        Optional.ofNullable(macros.get(Stage.END_OF_HEADERS))
                .ifPresent(names -> lists.putIfAbsent(Stage.END_OF_MESSAGE, names));
        return new SymbolLists(lists);
    }
}
