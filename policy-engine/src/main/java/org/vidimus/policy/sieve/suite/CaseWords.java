package org.vidimus.policy.sieve.suite;

import java.util.List;
import org.vidimus.policy.sieve.compile.Call;
import org.vidimus.policy.sieve.compile.CommandWord;
import org.vidimus.policy.sieve.compile.Compilation;
import org.vidimus.policy.sieve.compile.Shape;
import org.vidimus.policy.sieve.compile.Shape.Kind;
import org.vidimus.policy.sieve.run.Block;
import org.vidimus.policy.sieve.run.SieveFault;
import org.vidimus.policy.sieve.run.Step;
import org.vidimus.policy.sieve.run.Text;

/// `test` and `test_fail`.
record CaseWords(Stage stage) {
    List<CommandWord> commands() {
        return List.of(
                new CommandWord("test", Shape.of(Kind.STRING).block(), this::test),
                new CommandWord("test_fail", Shape.of(Kind.STRING), this::fail));
    }

    /// A fault ends the test in which it happens, and the file goes on: so one run shows all that is wrong.
    private Step test(Call call, Compilation compilation) {
        String name = call.string(0).text();
        Block block = compilation.block(call.block());
        return run -> {
            try {
                block.run(run);
            } catch (SieveFault fault) {
                stage.fail(run.at(), String.valueOf(fault.getMessage()));
            }
            stage.finish(name, call.at());
            return Step.Flow.NEXT;
        };
    }

    private Step fail(Call call, Compilation compilation) {
        Text why = compilation.text(call.string(0));
        return run -> {
            stage.fail(call.at(), why.in(run));
            return Step.Flow.STOP;
        };
    }
}
