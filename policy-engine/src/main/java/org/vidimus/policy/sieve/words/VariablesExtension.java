package org.vidimus.policy.sieve.words;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.vidimus.policy.sieve.compile.Call;
import org.vidimus.policy.sieve.compile.CommandWord;
import org.vidimus.policy.sieve.compile.Compilation;
import org.vidimus.policy.sieve.compile.Extension;
import org.vidimus.policy.sieve.compile.Shape;
import org.vidimus.policy.sieve.compile.Shape.Kind;
import org.vidimus.policy.sieve.compile.TestWord;
import org.vidimus.policy.sieve.run.Condition;
import org.vidimus.policy.sieve.run.Matching;
import org.vidimus.policy.sieve.run.Run;
import org.vidimus.policy.sieve.run.Step;
import org.vidimus.policy.sieve.run.Text;
import org.vidimus.policy.sieve.syntax.Position;

/// Variables ([RFC 5229](https://www.rfc-editor.org/rfc/rfc5229)): `set`, the `string` test, and `${name}` in
/// every string.
final class VariablesExtension implements Extension {
    @Override
    public String capability() {
        return "variables";
    }

    @Override
    public List<CommandWord> commands() {
        return List.of(
                new CommandWord("set", SetModifiers.on(Shape.of(Kind.STRING, Kind.STRING)), VariablesExtension::set));
    }

    @Override
    public List<TestWord> tests() {
        return List.of(
                new TestWord("string", Shape.of(Kind.STRINGS, Kind.STRINGS).matching(), VariablesExtension::string));
    }

    /// RFC 5229 §3: what is no reference stays as it is, and values are not looked at again.
    @Override
    public Optional<Text> text(String literal, Position at, Compilation compilation) {
        List<Text> pieces = new ArrayList<>();
        int done = 0;
        int start = literal.indexOf("${");
        while (start >= 0) {
            int end = endOfReference(literal, start + 2);
            if (end >= 0) {
                if (start > done) {
                    pieces.add(Text.of(literal.substring(done, start)));
                }
                pieces.add(reference(literal.substring(start + 2, end), at, compilation));
                done = end + 1;
            }
            start = literal.indexOf("${", end < 0 ? start + 2 : done);
        }
        if (pieces.isEmpty()) {
            return Optional.empty();
        }
        if (done < literal.length()) {
            pieces.add(Text.of(literal.substring(done)));
        }
        return Optional.of(pieces.size() == 1 ? pieces.getFirst() : new Template(pieces));
    }

    /// Where the brace is that closes the reference whose name begins at `from`; -1 if there is no reference.
    private static int endOfReference(String literal, int from) {
        int end = from;
        while (end < literal.length() && isOfReference(literal.charAt(end))) {
            end++;
        }
        boolean closed = end < literal.length() && literal.charAt(end) == '}';
        return closed && VariableNames.isReference(literal.substring(from, end)) ? end : -1;
    }

    private static boolean isOfReference(char c) {
        return c == '.' || VariableNames.isNumber(String.valueOf(c)) || VariableNames.isIdentifier(String.valueOf(c));
    }

    private static Text reference(String name, Position at, Compilation compilation) {
        if (VariableNames.isNumber(name)) {
            int index = VariableNames.match(name, at, compilation);
            return (Run run) -> run.captured(index);
        }
        int place = VariableNames.place(name, at, compilation).orElse(0);
        return (Run run) -> run.variable(place);
    }

    /// RFC 5229 §4.
    private static Step set(Call call, Compilation compilation) {
        SetModifiers modifiers = SetModifiers.of(call);
        Optional<Integer> place = VariableNames.settable(call.string(0), compilation);
        Text value = compilation.text(call.string(1));
        int most = compilation.limits().variableChars();
        value.constant()
                .filter(text -> text.length() > most)
                .ifPresent(_ -> compilation.error(
                        call.argumentAt(1), "the value is longer than a variable can be, " + most + " characters"));
        return run -> {
            run.setVariable(place.orElse(0), modifiers.applied(value.in(run), run));
            return Step.Flow.NEXT;
        };
    }

    /// RFC 5229 §5: no white space is taken off, and an empty string does not count.
    private static Condition string(Call call, Compilation compilation) {
        List<Text> sources = compilation.texts(call.strings(0));
        Matching matching = compilation.matching(call, call.strings(1));
        if (matching.counts()) {
            return run -> matching.matchesCount(
                    sources.stream().filter(source -> !source.in(run).isEmpty()).count(), run);
        }
        return run -> {
            for (Text source : sources) {
                if (matching.matches(source.in(run), run)) {
                    return true;
                }
            }
            return false;
        };
    }

    /// A string with references in it.
    ///
    /// Its value is cut to what a script may be long, as the values of variables are cut: faults that a sender can
    /// bring about with a long field would be a way past the script.
    private record Template(List<Text> pieces) implements Text {
        @Override
        public String in(Run run) {
            int most = run.limits().scriptBytes();
            StringBuilder text = new StringBuilder();
            for (Text piece : pieces) {
                run.spend(1);
                String value = piece.in(run);
                text.append(value, 0, Math.min(value.length(), most - text.length()));
            }
            // What is made of it may be held until the end of the run.
            run.spend(text.length() / 8);
            return text.toString();
        }
    }
}
