package org.vidimus.policy.sieve.suite;

import java.util.ArrayList;
import java.util.List;
import org.vidimus.policy.sieve.compile.CommandWord;
import org.vidimus.policy.sieve.compile.Compilation;
import org.vidimus.policy.sieve.compile.Extension;
import org.vidimus.policy.sieve.compile.TestWord;
import org.vidimus.policy.sieve.syntax.Position;

/// The language of tests, `vnd.dovecot.testsuite`.
///
/// Confined to one run of a file.
final class SuiteExtension implements Extension {
    private final FolderStore store;
    private final List<CommandWord> commands = new ArrayList<>();
    private final List<TestWord> tests = new ArrayList<>();

    /// @param language the words of the whole language with these: scripts that are tested may use them too
    SuiteExtension(Stage stage, FolderStore store, LanguageOf language) {
        this.store = store;
        CaseWords cases = new CaseWords(stage);
        MessageWords messages = new MessageWords(stage);
        ScriptWords scripts = new ScriptWords(stage, store, language);
        ResultWords results = new ResultWords(stage);
        List.of(cases.commands(), messages.commands(), scripts.commands(), results.commands())
                .forEach(commands::addAll);
        List.of(messages.tests(), scripts.tests(), results.tests()).forEach(tests::addAll);
    }

    /// The language to which an extension belongs.
    @FunctionalInterface
    interface LanguageOf {
        /// The language with the extension.
        org.vidimus.policy.sieve.compile.Words words();
    }

    @Override
    public String capability() {
        return "vnd.dovecot.testsuite";
    }

    @Override
    public List<CommandWord> commands() {
        return List.copyOf(commands);
    }

    @Override
    public List<TestWord> tests() {
        return List.copyOf(tests);
    }

    /// `${tst.path}` is the folder of the file.
    @Override
    public String decoded(String literal, Position at, Compilation compilation) {
        return literal.replace("${tst.path}", store.folder().toString());
    }
}
