package org.vidimus.policy.sieve.suite;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.vidimus.policy.base.Budgets;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.sieve.compile.ScriptStore;
import org.vidimus.policy.sieve.compile.SieveCompiler;
import org.vidimus.policy.sieve.compile.Words;
import org.vidimus.policy.sieve.run.Run;
import org.vidimus.policy.sieve.run.SieveFault;
import org.vidimus.policy.sieve.syntax.Position;
import org.vidimus.policy.sieve.words.Language;

/// Runs files of tests.
///
/// Thread-safe.
public final class SuiteFile {
    /// A file is written by whoever runs it and holds many tests, so it may do more than a script.
    private static final Budgets.Sieve LIMITS = new Budgets.Sieve(
            4 << 20, 64, 64, 1 << 30, Duration.ofSeconds(60), 4_096, 1 << 20, 10_000, 10_000, 4 << 20);

    private SuiteFile() {}

    /// Runs a file of tests. Scripts that it names are looked for beside it, those that they include in the
    /// folders `included` and `included-global`.
    ///
    /// @param file where it is
    /// @throws IOException if it cannot be read
    public static FileResult run(Path file, SuiteSettings settings) throws IOException {
        FolderStore store = FolderStore.ofTests(file);
        Stage stage = new Stage(settings);
        Words words = new Own(stage, store).words();
        String name = file.toString();
        SieveCompiler.Compiled compiled = SieveCompiler.compile(
                new ScriptStore.Stored(name, Bytes.of(Files.readAllBytes(file))), words, store, LIMITS);
        return compiled.program()
                .map(program -> {
                    run(program, stage, name);
                    return new FileResult(stage.cases(), compiled.problems(), stage.failure());
                })
                .orElseGet(() -> new FileResult(List.of(), compiled.problems(), Optional.empty()));
    }

    private static void run(SieveCompiler.Executable program, Stage stage, String name) {
        SuiteSettings settings = stage.settings();
        Run run = new Run(
                stage.message(), LIMITS, settings.nanoTime(), program.variables(), false, new Position(name, 1, 1));
        try {
            program.start().run(run);
        } catch (SieveFault fault) {
            stage.fail(run.at(), String.valueOf(fault.getMessage()));
        }
    }

    /// The language with the words of tests, whose scripts are compiled with that same language.
    private static final class Own implements SuiteExtension.LanguageOf {
        private final Words words;

        Own(Stage stage, FolderStore store) {
            this.words = Language.with(List.of(new SuiteExtension(stage, store, this), new DebugExtension()));
        }

        @Override
        public Words words() {
            return words;
        }
    }
}
