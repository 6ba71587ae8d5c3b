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
import org.vidimus.policy.sieve.run.Text;

/// What compiles and runs scripts.
final class ScriptWords {
    private final Stage stage;
    private final FolderStore store;
    private final SuiteExtension.LanguageOf language;
    private Optional<Scripts> scripts = Optional.empty();

    ScriptWords(Stage stage, FolderStore store, SuiteExtension.LanguageOf language) {
        this.stage = stage;
        this.store = store;
        this.language = language;
    }

    /// The language is complete only when this extension is in it, so this is made when it is first needed.
    private Scripts scripts() {
        Scripts known = scripts.orElseGet(() -> new Scripts(stage, store, language.words()));
        scripts = Optional.of(known);
        return known;
    }

    List<CommandWord> commands() {
        // Compiled scripts are never written to files here, so there is nothing to save and to load.
        Shape name = Shape.of(Kind.STRING);
        return List.of(
                new CommandWord("test_binary_save", name, (_, _) -> _ -> Step.Flow.NEXT),
                new CommandWord("test_binary_load", name, (_, _) -> _ -> Step.Flow.NEXT));
    }

    List<TestWord> tests() {
        Shape errors = Shape.of(Kind.STRINGS).matching().tag("index", Kind.NUMBER);
        return List.of(
                new TestWord("test_script_compile", Shape.of(Kind.STRING), this::compile),
                new TestWord("test_script_run", Shape.NOTHING.tag("append_result", Kind.NONE), this::run),
                new TestWord("test_multiscript", Shape.of(Kind.STRINGS), this::runAll),
                new TestWord("test_error", errors, this::error));
    }

    private Condition compile(Call call, Compilation compilation) {
        Text path = compilation.text(call.string(0));
        return run -> scripts().compile(path.in(run));
    }

    private Condition run(Call call, Compilation compilation) {
        boolean append = call.has("append_result");
        return run -> {
            if (!append) {
                run.takeActions();
                stage.delivery().reset();
            }
            return scripts().run(run);
        };
    }

    private Condition runAll(Call call, Compilation compilation) {
        List<Text> paths = compilation.texts(call.strings(0));
        return run -> scripts().runAll(paths.stream().map(path -> path.in(run)).toList(), run);
    }

    private Condition error(Call call, Compilation compilation) {
        Matching matching = compilation.matching(call, call.strings(0));
        Optional<Long> index = call.tagNumber("index");
        return run -> matches(matching, scripts().errors(), index, run);
    }

    /// Holds all of `values`, or the one at `index` from 1, against the keys.
    static boolean matches(Matching matching, List<String> values, Optional<Long> index, Run run) {
        List<String> chosen = index.map(
                        at -> at >= 1 && at <= values.size() ? List.of(values.get((int) (at - 1))) : List.<String>of())
                .orElse(values);
        return matching.matchesAny(chosen, run);
    }
}
