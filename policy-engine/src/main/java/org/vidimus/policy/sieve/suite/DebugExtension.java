package org.vidimus.policy.sieve.suite;

import java.util.List;
import org.vidimus.policy.sieve.compile.CommandWord;
import org.vidimus.policy.sieve.compile.Extension;
import org.vidimus.policy.sieve.compile.Shape;
import org.vidimus.policy.sieve.compile.Shape.Kind;
import org.vidimus.policy.sieve.run.Step;

/// `vnd.dovecot.debug`, which files of tests may require: what it writes to a log is of no use to a test.
final class DebugExtension implements Extension {
    @Override
    public String capability() {
        return "vnd.dovecot.debug";
    }

    @Override
    public List<CommandWord> commands() {
        return List.of(new CommandWord("debug_log", Shape.of(Kind.STRING), (_, _) -> _ -> Step.Flow.NEXT));
    }
}
