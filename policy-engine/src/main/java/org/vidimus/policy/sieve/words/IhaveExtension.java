package org.vidimus.policy.sieve.words;

import java.util.List;
import org.vidimus.policy.sieve.compile.Call;
import org.vidimus.policy.sieve.compile.CommandWord;
import org.vidimus.policy.sieve.compile.Compilation;
import org.vidimus.policy.sieve.compile.Extension;
import org.vidimus.policy.sieve.compile.Shape;
import org.vidimus.policy.sieve.compile.Shape.Kind;
import org.vidimus.policy.sieve.compile.TestWord;
import org.vidimus.policy.sieve.run.Condition;
import org.vidimus.policy.sieve.run.SieveFault;
import org.vidimus.policy.sieve.run.Text;
import org.vidimus.policy.sieve.syntax.Literal;

/// `ihave` and `error` ([RFC 5463](https://www.rfc-editor.org/rfc/rfc5463)).
///
/// Which extensions there are is known when a script is compiled, so `ihave` is decided then: what it makes
/// available is so from there on, and what can never run because of it is not looked at, whatever words are there.
///
/// Deviation: §4 wants every unknown word to be a mistake only when it is reached, once `ihave` is required. Here
/// that holds where `ihave` is the reason that it is not reached, and other mistakes are found as in every script.
final class IhaveExtension implements Extension {
    @Override
    public String capability() {
        return "ihave";
    }

    @Override
    public List<TestWord> tests() {
        return List.of(new TestWord("ihave", Shape.of(Kind.STRINGS), IhaveExtension::has));
    }

    @Override
    public List<CommandWord> commands() {
        return List.of(new CommandWord("error", Shape.of(Kind.STRING), (call, compilation) -> {
            Text message = compilation.text(call.string(0));
            return run -> {
                throw new SieveFault(message.in(run));
            };
        }));
    }

    private static Condition has(Call call, Compilation compilation) {
        boolean all = true;
        for (Literal literal : call.strings(0)) {
            all &= compilation.knows(compilation.constant(literal, "the name of an extension"));
        }
        if (all) {
            call.strings(0).forEach(literal -> compilation.enable(literal.text()));
        }
        return new Condition.Known(all);
    }
}
