package org.vidimus.daemon.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.vidimus.policy.base.Budgets;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.sieve.SieveScript;
import org.vidimus.policy.sieve.compile.ScriptStore;

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

    /// Reads and compiles a file; never throws for what it holds.
    ///
    /// Scripts that it includes (RFC 6609 §3.2) stand in the same folder, as `NAME.sieve`, whether it calls
    /// them personal or global.
    public static Reading read(Path path) {
        Bytes octets;
        try {
            octets = octets(path);
        } catch (NoSuchFileException _) {
            return failed(path, "no such file");
        } catch (AccessDeniedException _) {
            return failed(path, "permission denied");
        } catch (IOException unreadable) {
            return failed(path, "cannot be read: " + unreadable.getMessage());
        }
        SieveScript.Compiled compiled = SieveScript.compile(
                new ScriptStore.Stored(path.toString(), octets), SieveScript.LANGUAGE, beside(path), LIMITS);
        return switch (compiled) {
            case SieveScript.Compiled.Ok(SieveScript script, var warnings) -> {
                List<Warning> doubts = new ArrayList<>();
                warnings.forEach(problem -> doubts.add(new Warning(problem.at().toString(), problem.text())));
                if (script.used().contains("vacation")) {
                    doubts.add(
                            new Warning(path.toString(), "vacation does nothing here: it is for scripts at delivery"));
                }
                yield new Reading.Valid(new PolicyScript(path, script, doubts));
            }
            case SieveScript.Compiled.Failed(var problems) ->
                new Reading.Invalid(problems.stream()
                        .filter(problem -> problem.isError())
                        .map(PolicyScript::problem)
                        .toList());
        };
    }

    private static Problem problem(org.vidimus.policy.sieve.syntax.Problem problem) {
        var at = problem.at();
        return new Problem(at.file(), Optional.of(new Position(at.line(), at.column())), "", problem.text());
    }

    private static Reading failed(Path path, String what) {
        return new Reading.Invalid(List.of(new Problem(path.toString(), Optional.empty(), "", what)));
    }

    /// One octet more than may be is enough to be refused.
    private static Bytes octets(Path path) throws IOException {
        try (InputStream in = Files.newInputStream(path)) {
            return Bytes.of(in.readNBytes(LIMITS.scriptBytes() + 1));
        }
    }

    private static ScriptStore beside(Path path) {
        Path folder = path.toAbsolutePath().normalize().getParent();
        return (_, name) -> {
            // A name is what a script wrote: it must not lead out of the folder.
            if (folder == null || !name.matches("[A-Za-z0-9_-][A-Za-z0-9._-]{0,127}")) {
                return Optional.empty();
            }
            Path file = folder.resolve(name + ".sieve");
            try {
                return Optional.of(new ScriptStore.Stored(file.toString(), octets(file)));
            } catch (IOException unreadable) {
                return Optional.empty();
            }
        };
    }
}
