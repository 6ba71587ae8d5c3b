package org.vidimus.policy.sieve.suite;

import java.util.List;
import java.util.Optional;
import org.vidimus.policy.sieve.compile.Call;
import org.vidimus.policy.sieve.compile.CommandWord;
import org.vidimus.policy.sieve.compile.Compilation;
import org.vidimus.policy.sieve.compile.Shape;
import org.vidimus.policy.sieve.compile.Shape.Kind;
import org.vidimus.policy.sieve.compile.TestWord;
import org.vidimus.policy.sieve.run.Condition;
import org.vidimus.policy.sieve.run.Matching;
import org.vidimus.policy.sieve.run.Run;
import org.vidimus.policy.sieve.run.Step;

/// What looks at the actions of scripts, and carries them out.
record ResultWords(Stage stage) {
    List<CommandWord> commands() {
        return List.of(
                new CommandWord("test_result_reset", Shape.NOTHING, (_, _) -> run -> {
                    Mail now = stage.current(run);
                    run.takeActions();
                    stage.delivery().reset();
                    stage.store().forgetSent();
                    stage.show(run, now);
                    return Step.Flow.NEXT;
                }),
                new CommandWord("test_result_print", Shape.NOTHING, (_, _) -> _ -> Step.Flow.NEXT));
    }

    List<TestWord> tests() {
        Shape action = Shape.of(Kind.STRINGS).matching().tag("index", Kind.NUMBER);
        return List.of(
                new TestWord("test_result_action", action, this::action),
                new TestWord("test_result_execute", Shape.NOTHING, (_, _) -> run -> {
                    collect(run);
                    return stage.delivery().execute(stage.current(run));
                }));
    }

    /// What the file of tests itself asked for counts with what its scripts did.
    private void collect(Run run) {
        stage.delivery().add(run.takeActions());
        stage.delivery().keepFlags(run.flags().names());
    }

    private Condition action(Call call, Compilation compilation) {
        Matching matching = compilation.matching(call, call.strings(0));
        Optional<Long> index = call.tagNumber("index");
        return run -> {
            collect(run);
            return ScriptWords.matches(matching, stage.delivery().names(), index, run);
        };
    }
}
