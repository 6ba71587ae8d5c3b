package org.vidimus.policy.sieve.words;

import java.util.List;
import org.vidimus.policy.sieve.compile.CommandWord;
import org.vidimus.policy.sieve.compile.Extension;
import org.vidimus.policy.sieve.compile.Shape;
import org.vidimus.policy.sieve.compile.Shape.Kind;
import org.vidimus.policy.sieve.run.Action;
import org.vidimus.policy.sieve.run.Step;
import org.vidimus.policy.sieve.run.Text;

/// `vnd.vidimus.smtp`: a word for the log, and the reply codes of `reject` and `ereject` ([RejectExtension]).
/// docs/sieve-extensions.md describes both.
final class SmtpExtension implements Extension {
    static final String CAPABILITY = "vnd.vidimus.smtp";

    @Override
    public String capability() {
        return CAPABILITY;
    }

    @Override
    public List<CommandWord> commands() {
        return List.of(new CommandWord("log", Shape.of(Kind.STRING), (call, compilation) -> {
            Text text = compilation.text(call.string(0));
            return run -> {
                run.act(new Action.Log(text.in(run), call.at()));
                return Step.Flow.NEXT;
            };
        }));
    }
}
