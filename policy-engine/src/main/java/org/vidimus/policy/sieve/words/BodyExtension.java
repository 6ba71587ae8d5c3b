package org.vidimus.policy.sieve.words;

import java.util.List;
import java.util.Optional;
import org.vidimus.policy.sieve.compile.Call;
import org.vidimus.policy.sieve.compile.Compilation;
import org.vidimus.policy.sieve.compile.Extension;
import org.vidimus.policy.sieve.compile.Shape;
import org.vidimus.policy.sieve.compile.Shape.Kind;
import org.vidimus.policy.sieve.compile.TestWord;
import org.vidimus.policy.sieve.run.Condition;
import org.vidimus.policy.sieve.run.Matching;
import org.vidimus.policy.sieve.run.Slot;
import org.vidimus.policy.sieve.run.Text;
import org.vidimus.policy.sieve.syntax.Literal;

/// The `body` test ([RFC 5173](https://www.rfc-editor.org/rfc/rfc5173)).
final class BodyExtension implements Extension {
    private static final String CONTENT = "content";
    private static final Slot<BodyStrings> BODY = new Slot<>(BodyStrings::new);

    @Override
    public String capability() {
        return "body";
    }

    @Override
    public List<TestWord> tests() {
        String group = "body transform";
        Shape shape =
                Shape.of(Kind.STRINGS).matching().oneOf(group, "raw", "text").orOf(group, CONTENT, Kind.STRINGS, "");
        return List.of(new TestWord("body", shape, BodyExtension::compile));
    }

    private static Condition compile(Call call, Compilation compilation) {
        // RFC 5173 §6: wildcards do not set variables.
        Matching matching = compilation.matchingWithoutCaptures(call, call.strings(0));
        Optional<List<Literal>> content = call.tagStrings(CONTENT);
        if (content.isPresent()) {
            List<Text> types = compilation.texts(content.get());
            return run -> matching.matchesAny(
                    run.state(BODY)
                            .content(types.stream().map(type -> type.in(run)).toList()),
                    run);
        }
        // RFC 5173 §5: without a transform as with :text.
        return call.has("raw")
                ? run -> matching.matchesAny(run.state(BODY).raw(), run)
                : run -> matching.matchesAny(run.state(BODY).text(), run);
    }
}
