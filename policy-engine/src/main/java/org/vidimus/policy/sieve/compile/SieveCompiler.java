package org.vidimus.policy.sieve.compile;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.vidimus.policy.base.Budgets;
import org.vidimus.policy.sieve.run.Step;
import org.vidimus.policy.sieve.syntax.ParsedScript;
import org.vidimus.policy.sieve.syntax.Problem;
import org.vidimus.policy.sieve.syntax.ScriptParser;

/// Compiles scripts.
public final class SieveCompiler {
    private SieveCompiler() {}

    /// What came of a script.
    ///
    /// Immutable.
    ///
    /// @param program what runs; empty if the script cannot be run
    /// @param problems what is wrong with it, in the order of the text; warnings too
    public record Compiled(Optional<Executable> program, List<Problem> problems) {
        /// Copies the list.
        public Compiled {
            problems = List.copyOf(problems);
        }
    }

    /// A script that can be run.
    ///
    /// Immutable, thread-safe.
    ///
    /// @param start its first step
    /// @param variables how many variables a run has
    /// @param used the extensions whose words it uses, its included scripts' too
    /// @param commands the commands in it other than those of control, its included scripts' too, in lower case
    public record Executable(Step start, int variables, Set<String> used, Set<String> commands) {
        /// Copies the sets.
        public Executable {
            used = Set.copyOf(used);
            commands = Set.copyOf(commands);
        }
    }

    /// Compiles a script.
    ///
    /// @param words the language
    /// @param store where the scripts are that it includes
    public static Compiled compile(ScriptStore.Stored script, Words words, ScriptStore store, Budgets.Sieve limits) {
        Program program = new Program(words, store, limits);
        Optional<Step> start = file(program, script);
        program.finish();
        boolean sound = program.problems.stream().noneMatch(Problem::isError);
        return new Compiled(
                sound
                        ? start.map(step -> new Executable(step, program.variables(), program.used, program.commands))
                        : Optional.empty(),
                program.problems);
    }

    static Optional<Step> file(Program program, ScriptStore.Stored script) {
        return switch (ScriptParser.parse(script.file(), script.octets(), program.limits)) {
            case ParsedScript.Malformed(List<Problem> problems) -> {
                problems.forEach(program::add);
                yield Optional.empty();
            }
            case ParsedScript.Ok(var commands) -> {
                Compilation compilation = new Compilation(program);
                Step step = new BlockCompiler(compilation, true).block(commands);
                program.used.addAll(compilation.used());
                compilation.checkRequired();
                Lint.check(commands, compilation);
                List<Integer> own = List.copyOf(compilation.own());
                yield Optional.of(run -> {
                    // RFC 6609 §3.4: each time that a script is included its own variables begin empty.
                    own.forEach(index -> run.setVariable(index, ""));
                    return step.run(run);
                });
            }
        };
    }
}
