package org.vidimus.policy.sieve;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import org.vidimus.policy.base.Budgets;
import org.vidimus.policy.sieve.compile.ScriptStore;
import org.vidimus.policy.sieve.compile.SieveCompiler;
import org.vidimus.policy.sieve.compile.Words;
import org.vidimus.policy.sieve.run.Action;
import org.vidimus.policy.sieve.run.EditedHeader;
import org.vidimus.policy.sieve.run.Run;
import org.vidimus.policy.sieve.run.SieveFault;
import org.vidimus.policy.sieve.run.SieveMessage;
import org.vidimus.policy.sieve.run.SieveOutcome;
import org.vidimus.policy.sieve.syntax.Position;
import org.vidimus.policy.sieve.syntax.Problem;
import org.vidimus.policy.sieve.words.Language;

/// A script that can be run.
///
/// Immutable, thread-safe: many messages may go through it at the same time.
public final class SieveScript {
    /// The language without further extensions, as it is at delivery.
    public static final Words LANGUAGE = Language.with(List.of());

    /// The language without further extensions, as it is while the client still waits: without `vacation`.
    public static final Words SMTP_LANGUAGE = Language.atSmtp(List.of());

    private final SieveCompiler.Executable program;
    private final Budgets.Sieve limits;
    private final Position start;

    private SieveScript(SieveCompiler.Executable program, Budgets.Sieve limits, Position start) {
        this.program = program;
        this.limits = limits;
        this.start = start;
    }

    /// What came of a text.
    public sealed interface Compiled {
        /// A script.
        ///
        /// @param warnings where it may not do what it seems to
        record Ok(SieveScript script, List<Problem> warnings) implements Compiled {
            /// Copies the list.
            public Ok {
                warnings = List.copyOf(warnings);
            }
        }

        /// No script.
        ///
        /// @param problems what is wrong, at least one of them an error
        record Failed(List<Problem> problems) implements Compiled {
            /// Copies the list.
            public Failed {
                problems = List.copyOf(problems);
            }
        }
    }

    /// Compiles a script.
    ///
    /// @param script its name and its text in UTF-8
    /// @param language its words, [#LANGUAGE] as a rule
    /// @param store where the scripts are that it includes
    /// @param limits how large it may be, and what a run may use up
    public static Compiled compile(ScriptStore.Stored script, Words language, ScriptStore store, Budgets.Sieve limits) {
        SieveCompiler.Compiled compiled = SieveCompiler.compile(script, language, store, limits);
        return compiled.program()
                .<Compiled>map(program -> new Compiled.Ok(
                        new SieveScript(program, limits, new Position(script.file(), 1, 1)), compiled.problems()))
                .orElseGet(() -> new Compiled.Failed(compiled.problems()));
    }

    /// The extensions whose words the script uses: `body`, for instance, if it needs the body of messages.
    public Set<String> used() {
        return program.used();
    }

    /// The commands in the script other than those of control (`if`, `require`, `stop`), whether or not a run
    /// comes to them: `redirect`, for instance, in lower case.
    public Set<String> commands() {
        return program.commands();
    }

    /// What a run may use up.
    public Budgets.Sieve limits() {
        return limits;
    }

    /// The same script, of which a run may use up `other`; what was compiled stays.
    public SieveScript within(Budgets.Sieve other) {
        return new SieveScript(program, other, start);
    }

    /// Runs the script.
    ///
    /// @param nanoTime a clock of nanoseconds that only moves forward, for the limit of time
    /// @param tracing whether [SieveOutcome#trace()] is wanted, which makes it slower
    /// @return what it wants done; after a fault nothing but that the message be kept ([RFC 5228
    ///     §2.10.6](https://www.rfc-editor.org/rfc/rfc5228#section-2.10.6))
    public SieveOutcome run(SieveMessage message, LongSupplier nanoTime, boolean tracing) {
        Run run = new Run(message, limits, nanoTime, program.variables(), tracing, start);
        try {
            program.start().run(run);
        } catch (SieveFault fault) {
            return new SieveOutcome(
                    List.of(),
                    true,
                    List.of(),
                    EditedHeader.Changes.NONE,
                    Optional.of(new SieveOutcome.Fault(run.at(), String.valueOf(fault.getMessage()))),
                    run.cuts(),
                    run.trace());
        }
        List<Action> actions = run.actions();
        boolean keeps = actions.stream().allMatch(Action::keepsImplicitly);
        return new SieveOutcome(
                actions, keeps, run.flags().names(), run.headerChanges(), Optional.empty(), run.cuts(), run.trace());
    }
}
