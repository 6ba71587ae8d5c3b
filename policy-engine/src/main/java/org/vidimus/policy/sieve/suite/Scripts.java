package org.vidimus.policy.sieve.suite;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.vidimus.policy.sieve.compile.ScriptStore;
import org.vidimus.policy.sieve.compile.SieveCompiler;
import org.vidimus.policy.sieve.compile.Words;
import org.vidimus.policy.sieve.run.Action;
import org.vidimus.policy.sieve.run.Run;
import org.vidimus.policy.sieve.run.SieveFault;
import org.vidimus.policy.sieve.syntax.Position;
import org.vidimus.policy.sieve.syntax.Problem;

/// The scripts that a file of tests compiles and runs, and what was wrong with the last of them.
///
/// Confined to one run of a file.
final class Scripts {
    private final Stage stage;
    private final FolderStore store;
    private final Words words;
    private Optional<Script> compiled = Optional.empty();
    private List<String> errors = List.of();

    /// @param program what runs
    private record Script(String file, SieveCompiler.Executable program) {}

    Scripts(Stage stage, FolderStore store, Words words) {
        this.stage = stage;
        this.store = store;
        this.words = words;
    }

    /// What was wrong when a script was compiled or run last.
    List<String> errors() {
        return errors;
    }

    /// Compiles a script, which is the one that runs next.
    ///
    /// @param path from the folder of the file of tests
    /// @return whether it can be run
    boolean compile(String path) {
        compiled = Optional.empty();
        Optional<ScriptStore.Stored> script = store.read(path);
        if (script.isEmpty()) {
            errors = List.of(path + ": there is no such file");
            return false;
        }
        SieveCompiler.Compiled result = SieveCompiler.compile(
                script.get(), words, store, stage.settings().limits());
        compiled = result.program().map(program -> new Script(path, program));
        List<String> found = new ArrayList<>(result.problems().stream()
                .filter(Problem::isError)
                .map(Problem::toString)
                .toList());
        if (compiled.isEmpty()) {
            // Pigeonhole says at the end that it gives up, and counts that.
            found.add(path + ": cannot be run");
        }
        errors = found;
        return compiled.isPresent();
    }

    /// Runs the script that was compiled last on the message at hand.
    ///
    /// @param outer the run of the file of tests, which goes on with the message as the script leaves it
    /// @return whether nothing went wrong
    boolean run(Run outer) {
        if (compiled.isEmpty()) {
            errors = List.of("no script was compiled");
            return false;
        }
        errors = List.of();
        Run run = fresh(outer, compiled.get());
        boolean done = run(run, compiled.get());
        stage.delivery().add(run.takeActions());
        outer.setFlags(run.flags());
        stage.show(outer, stage.current(run));
        return done;
    }

    /// Runs scripts one after the other, each as long as those before it leave the message in the inbox, and does
    /// what they want.
    ///
    /// @return whether nothing went wrong
    boolean runAll(List<String> paths, Run outer) {
        List<Script> scripts = new ArrayList<>();
        for (String path : paths) {
            if (!compile(path)) {
                return false;
            }
            compiled.ifPresent(scripts::add);
        }
        errors = List.of();
        stage.delivery().reset();
        boolean kept = true;
        for (int i = 0; i < scripts.size() && kept; i++) {
            Run run = fresh(outer, scripts.get(i));
            if (!run(run, scripts.get(i))) {
                return false;
            }
            kept = take(run);
            // RFC 5232 §3: the flags that one script set are those of the next.
            outer.setFlags(run.flags());
            stage.show(outer, stage.current(run));
        }
        if (kept) {
            stage.delivery().add(List.of(new Action.Keep(outer.flags().names(), outer.at())));
        }
        return stage.delivery().execute(stage.current(outer));
    }

    /// Takes over what a script wants done. That it keeps the message only means that the next one is asked.
    private boolean take(Run run) {
        List<Action> actions = run.takeActions();
        List<Action> others = actions.stream()
                .filter(action -> !(action instanceof Action.Keep))
                .toList();
        stage.delivery().add(others);
        return others.size() < actions.size() || others.stream().allMatch(Action::keepsImplicitly);
    }

    private Run fresh(Run outer, Script script) {
        stage.show(outer, stage.current(outer));
        Run run = new Run(
                stage.message(),
                stage.settings().limits(),
                stage.settings().nanoTime(),
                script.program().variables(),
                false,
                new Position(script.file(), 1, 1));
        run.setFlags(outer.flags());
        return run;
    }

    private boolean run(Run run, Script script) {
        try {
            script.program().start().run(run);
            return stage.failure().isEmpty();
        } catch (SieveFault fault) {
            errors = List.of(run.at() + ": " + fault.getMessage());
            return false;
        }
    }
}
