package org.vidimus.daemon.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.vidimus.policy.base.Budgets;
import org.vidimus.policy.sieve.SieveScript;

/// The administrator's script, compiled. Immutable.
///
/// @param path its file
/// @param script what runs
/// @param warnings where it may not do what it seems to
public record PolicyScript(Path path, SieveScript script, List<Warning> warnings) {
    private static final Budgets.Sieve LIMITS = Budgets.Sieve.DEFAULT;

    /// Copies the list.
    public PolicyScript {
        warnings = List.copyOf(warnings);
    }

    /// What came of a file.
    public sealed interface Reading {
        /// It can be run.
        record Valid(PolicyScript script) implements Reading {}

        /// It cannot, for these reasons, at least one.
        record Invalid(List<Problem> problems) implements Reading {
            /// Copies the list.
            public Invalid {
                problems = List.copyOf(problems);
            }
        }
    }

    /// Reads and compiles a file and those that it includes; never throws for what they hold.
    public static Reading read(Path path) {
        ScriptFiles files = new ScriptFiles(path, LIMITS.scriptBytes());
        Optional<SieveScript.Compiled> compiled =
                files.main().map(main -> SieveScript.compile(main, SieveScript.SMTP_LANGUAGE, files, LIMITS));
        List<Problem> problems = new ArrayList<>(files.unreadable());
        if (compiled.isPresent() && compiled.get() instanceof SieveScript.Compiled.Failed(var mistakes)) {
            mistakes.stream()
                    .filter(problem -> problem.isError())
                    .map(PolicyScript::problem)
                    .forEach(problems::add);
        }
        return problems.isEmpty() && compiled.isPresent() && compiled.get() instanceof SieveScript.Compiled.Ok ok
                ? new Reading.Valid(new PolicyScript(path, ok.script(), warnings(ok, files)))
                : new Reading.Invalid(problems);
    }

    private static List<Warning> warnings(SieveScript.Compiled.Ok compiled, ScriptFiles files) {
        List<Warning> warnings = new ArrayList<>(files.warnings());
        compiled.warnings()
                .forEach(problem -> warnings.add(new Warning(problem.at().toString(), problem.text())));
        return warnings;
    }

    private static Problem problem(org.vidimus.policy.sieve.syntax.Problem problem) {
        var at = problem.at();
        return new Problem(at.file(), Optional.of(new Position(at.line(), at.column())), "", problem.text());
    }
}
