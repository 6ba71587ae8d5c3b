package org.vidimus.policy.sieve.words;

import java.util.List;
import java.util.Optional;
import org.vidimus.policy.sieve.compile.Call;
import org.vidimus.policy.sieve.compile.CommandWord;
import org.vidimus.policy.sieve.compile.Compilation;
import org.vidimus.policy.sieve.compile.Extension;
import org.vidimus.policy.sieve.compile.Shape;
import org.vidimus.policy.sieve.compile.Shape.Kind;
import org.vidimus.policy.sieve.compile.Shape.Tests;
import org.vidimus.policy.sieve.compile.TestWord;
import org.vidimus.policy.sieve.run.Action;
import org.vidimus.policy.sieve.run.Condition;
import org.vidimus.policy.sieve.run.SieveFault;
import org.vidimus.policy.sieve.run.Step;
import org.vidimus.policy.sieve.run.Text;

/// What every script can use without `require`. `if` and `require` are not here: they are part of the grammar.
final class BaseLanguage implements Extension {
    private static final String COPY = "copy";

    private final String separators;

    /// @param separators between the user and the detail of an address
    BaseLanguage(String separators) {
        this.separators = separators;
    }

    @Override
    public String capability() {
        return "";
    }

    @Override
    public List<CommandWord> commands() {
        return List.of(
                new CommandWord("stop", Shape.NOTHING, (_, _) -> _ -> Step.Flow.STOP),
                new CommandWord("keep", Flags.on(Shape.NOTHING), BaseLanguage::keep),
                new CommandWord("discard", Shape.NOTHING, (call, _) -> run -> {
                    run.act(new Action.Discard(call.at()));
                    return Step.Flow.NEXT;
                }),
                new CommandWord("redirect", Shape.of(Kind.STRING).tag(COPY, Kind.NONE, COPY), BaseLanguage::redirect));
    }

    @Override
    public List<TestWord> tests() {
        return List.of(
                new TestWord("true", Shape.NOTHING, (_, _) -> _ -> true),
                new TestWord("false", Shape.NOTHING, (_, _) -> _ -> false),
                new TestWord("not", Shape.NOTHING.tests(Tests.ONE), BaseLanguage::not),
                new TestWord(
                        "allof", Shape.NOTHING.tests(Tests.LIST), (call, compilation) -> all(call, compilation, true)),
                new TestWord(
                        "anyof", Shape.NOTHING.tests(Tests.LIST), (call, compilation) -> all(call, compilation, false)),
                new TestWord("size", Shape.of(Kind.NUMBER).oneOf("size", "over", "under"), BaseLanguage::size),
                new TestWord("exists", Shape.of(Kind.STRINGS), HeaderTests::exists),
                new TestWord("header", HeaderTests.shape(Shape.of(Kind.STRINGS, Kind.STRINGS)), HeaderTests::header),
                new TestWord(
                        "address",
                        AddressPart.on(HeaderTests.shape(Shape.of(Kind.STRINGS, Kind.STRINGS))),
                        (call, compilation) -> AddressTest.compile(call, compilation, separators)));
    }

    /// §4.3.
    private static Step keep(Call call, Compilation compilation) {
        Flags.Given flags = Flags.of(call, compilation);
        return run -> {
            run.act(new Action.Keep(flags.in(run), call.at()));
            return Step.Flow.NEXT;
        };
    }

    /// §4.2. An address that is none fails the run, since where the message goes then is anybody's guess.
    private static Step redirect(Call call, Compilation compilation) {
        Text address = compilation.text(call.string(0));
        address.constant()
                .filter(given -> Addresses.single(given).isEmpty())
                .ifPresent(given -> compilation.error(call.argumentAt(0), "\"" + given + "\" is not an address"));
        boolean copy = call.has(COPY);
        return run -> {
            String given = address.in(run);
            String target = Addresses.single(given)
                    .orElseThrow(() -> new SieveFault("redirect to \"" + given + "\", which is not an address"));
            run.act(new Action.Redirect(target, copy, call.at()));
            return Step.Flow.NEXT;
        };
    }

    private static Condition not(Call call, Compilation compilation) {
        Condition inner = compilation.condition(call.tests().getFirst());
        return inner.known().isPresent() ? new Condition.Known(!inner.known().get()) : run -> !inner.holds(run);
    }

    /// §5.2, §5.3: from the left, and no further than needed.
    ///
    /// @param all whether all have to hold, rather than one
    private static Condition all(Call call, Compilation compilation, boolean all) {
        Condition[] parts = new Condition[call.tests().size()];
        int unknown = parts.length;
        for (int i = 0; i < parts.length; i++) {
            parts[i] = compilation.condition(call.tests().get(i));
            if (parts[i].known().isPresent()) {
                unknown--;
                if (parts[i].known().get() != all) {
                    // RFC 5463: what follows is never asked, and may be anything.
                    return new Condition.Known(!all);
                }
            }
        }
        if (unknown == 0) {
            return new Condition.Known(all);
        }
        return run -> {
            for (Condition part : parts) {
                if (part.holds(run) != all) {
                    return !all;
                }
            }
            return all;
        };
    }

    /// §5.9: neither is true for a message of exactly that size.
    private static Condition size(Call call, Compilation compilation) {
        long limit = call.number(0);
        Optional<Boolean> over =
                call.has("over") ? Optional.of(true) : call.has("under") ? Optional.of(false) : Optional.empty();
        if (over.isEmpty()) {
            compilation.error(call.at(), "'size' takes :over or :under");
        }
        return over.orElse(true) ? run -> run.size() > limit : run -> run.size() < limit;
    }
}
