package org.vidimus.policy.sieve.words;

import java.util.List;
import java.util.Optional;
import org.vidimus.policy.base.Budgets;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.base.Parsed;
import org.vidimus.policy.message.HeaderBlock;
import org.vidimus.policy.message.RawMessage;
import org.vidimus.policy.sieve.compile.Call;
import org.vidimus.policy.sieve.compile.CommandWord;
import org.vidimus.policy.sieve.compile.Compilation;
import org.vidimus.policy.sieve.compile.Extension;
import org.vidimus.policy.sieve.compile.Phase;
import org.vidimus.policy.sieve.compile.Shape;
import org.vidimus.policy.sieve.compile.Shape.Kind;
import org.vidimus.policy.sieve.run.Action;
import org.vidimus.policy.sieve.run.Run;
import org.vidimus.policy.sieve.run.SieveFault;
import org.vidimus.policy.sieve.run.Step;
import org.vidimus.policy.sieve.run.Text;
import org.vidimus.policy.sieve.syntax.Literal;

/// The `vacation` action ([RFC 5230](https://www.rfc-editor.org/rfc/rfc5230)), which is for one recipient and so
/// for delivery only.
final class VacationExtension implements Extension {
    static final String NAME = "vacation";
    private static final long DAY = 86_400;
    // RFC 5230 §4.1 leaves the default to us and recommends one of 7 days.
    private static final long DEFAULT_DAYS = 7;
    private static final String FROM = "from";
    private static final String ADDRESSES = "addresses";

    @Override
    public String capability() {
        return NAME;
    }

    @Override
    public boolean isFor(Phase phase) {
        return phase == Phase.DELIVERY;
    }

    @Override
    public List<CommandWord> commands() {
        String group = "period";
        Shape shape = Shape.of(Kind.STRING)
                .orOf(group, "days", Kind.NUMBER, "")
                .orOf(group, "seconds", Kind.NUMBER, VacationSeconds.NAME)
                .tag("subject", Kind.STRING)
                .tag(FROM, Kind.STRING)
                .tag(ADDRESSES, Kind.STRINGS)
                .oneOf("form", "mime")
                .tag("handle", Kind.STRING);
        return List.of(new CommandWord(NAME, shape, VacationExtension::compile));
    }

    private static Step compile(Call call, Compilation compilation) {
        Text reason = compilation.text(call.string(0));
        boolean mime = call.has("mime");
        if (mime) {
            reason.constant()
                    .flatMap(VacationExtension::faultOfEntity)
                    .ifPresent(fault -> compilation.error(call.argumentAt(0), fault));
        }
        call.tagString(FROM).ifPresent(from -> requireAddress(from, compilation));
        call.tagStrings(ADDRESSES).ifPresent(all -> all.forEach(one -> requireAddress(one, compilation)));
        Parts parts = new Parts(
                reason,
                mime,
                optional(call.tagString("subject"), compilation),
                optional(call.tagString(FROM), compilation),
                compilation.texts(call.tagStrings(ADDRESSES).orElse(List.of())),
                seconds(call),
                optional(call.tagString("handle"), compilation));
        return run -> {
            run.act(parts.in(run, call));
            return Step.Flow.NEXT;
        };
    }

    /// RFC 5230 §4.1, RFC 6131 §2.
    private static long seconds(Call call) {
        return call.tagNumber("seconds")
                .orElseGet(() -> Math.min(call.tagNumber("days").orElse(DEFAULT_DAYS), Long.MAX_VALUE / DAY) * DAY);
    }

    private static Text optional(Optional<Literal> literal, Compilation compilation) {
        return literal.map(compilation::text).orElseGet(() -> Text.of(""));
    }

    private static void requireAddress(Literal literal, Compilation compilation) {
        compilation
                .text(literal)
                .constant()
                .filter(given -> Addresses.single(given).isEmpty())
                .ifPresent(given -> compilation.error(literal.at(), "\"" + given + "\" is not an address"));
    }

    /// RFC 5230 §4.4: a MIME entity. Fields that are not MIME's have no place in its header.
    private static Optional<String> faultOfEntity(String text) {
        return switch (RawMessage.parse(Bytes.utf8(text), Budgets.DEFAULT)) {
            case Parsed.Malformed<RawMessage>(var _, String why) -> Optional.of("not a MIME entity: " + why);
            case Parsed.Ok<RawMessage>(RawMessage entity) ->
                entity.headerEnd() == RawMessage.HeaderEnd.NOT_A_FIELD
                        ? Optional.of("not a MIME entity: its header needs an empty line behind it")
                        : entity.header().entries().stream()
                                .map(HeaderBlock.Entry::field)
                                .map(field -> field.name().latin1().strip())
                                .filter(name -> !name.regionMatches(true, 0, "Content-", 0, 8)
                                        && !name.equalsIgnoreCase("MIME-Version"))
                                .findFirst()
                                .map(name -> "a MIME entity has no field " + name);
        };
    }

    /// What a use of the word says.
    private record Parts(
            Text reason, boolean mime, Text subject, Text from, List<Text> addresses, long seconds, Text handle) {
        Action.Vacation in(Run run, Call call) {
            String text = reason.in(run);
            if (mime) {
                faultOfEntity(text).ifPresent(fault -> {
                    throw new SieveFault(fault);
                });
            }
            String sender = from.in(run);
            if (!sender.isEmpty() && Addresses.single(sender).isEmpty()) {
                throw new SieveFault("vacation from \"" + sender + "\", which is not an address");
            }
            List<String> own = addresses.stream().map(one -> one.in(run)).toList();
            return new Action.Vacation(text, mime, subject.in(run), sender, own, seconds, handle.in(run), call.at());
        }
    }
}
