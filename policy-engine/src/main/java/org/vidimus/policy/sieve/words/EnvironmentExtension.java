package org.vidimus.policy.sieve.words;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.vidimus.policy.sieve.compile.Call;
import org.vidimus.policy.sieve.compile.Compilation;
import org.vidimus.policy.sieve.compile.Extension;
import org.vidimus.policy.sieve.compile.Shape;
import org.vidimus.policy.sieve.compile.Shape.Kind;
import org.vidimus.policy.sieve.compile.TestWord;
import org.vidimus.policy.sieve.run.Condition;
import org.vidimus.policy.sieve.run.EnvironmentItem;
import org.vidimus.policy.sieve.run.Matching;
import org.vidimus.policy.sieve.run.Text;

/// `environment` ([RFC 5183](https://www.rfc-editor.org/rfc/rfc5183)): where the script runs and who is at the other
/// end.
final class EnvironmentExtension implements Extension {
    @Override
    public String capability() {
        return "environment";
    }

    @Override
    public List<TestWord> tests() {
        Shape shape = Shape.of(Kind.STRING, Kind.STRINGS).matching();
        return List.of(new TestWord("environment", shape, EnvironmentExtension::compile));
    }

    private static Condition compile(Call call, Compilation compilation) {
        Text name = compilation.text(call.string(0));
        // §4: what does not exist is no mistake, so that a script can be moved.
        name.constant()
                .filter(given ->
                        EnvironmentItem.named(given.toLowerCase(Locale.ROOT)).isEmpty())
                .ifPresent(given ->
                        compilation.warning(call.argumentAt(0), "the environment has no item \"" + given + "\""));
        Matching matching = compilation.matching(call, call.strings(1));
        return run -> {
            Optional<String> value = Optional.ofNullable(
                    run.message().environment().get(name.in(run).toLowerCase(Locale.ROOT)));
            if (value.isEmpty()) {
                return false;
            }
            return matching.counts()
                    ? matching.matchesCount(value.get().isEmpty() ? 0 : 1, run)
                    : matching.matches(value.get(), run);
        };
    }
}
