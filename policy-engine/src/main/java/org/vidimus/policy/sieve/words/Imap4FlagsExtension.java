package org.vidimus.policy.sieve.words;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.vidimus.policy.sieve.compile.Call;
import org.vidimus.policy.sieve.compile.CommandWord;
import org.vidimus.policy.sieve.compile.Compilation;
import org.vidimus.policy.sieve.compile.Extension;
import org.vidimus.policy.sieve.compile.Phase;
import org.vidimus.policy.sieve.compile.Shape;
import org.vidimus.policy.sieve.compile.Shape.Kind;
import org.vidimus.policy.sieve.compile.TestWord;
import org.vidimus.policy.sieve.run.Condition;
import org.vidimus.policy.sieve.run.ImapFlags;
import org.vidimus.policy.sieve.run.Matching;
import org.vidimus.policy.sieve.run.Run;
import org.vidimus.policy.sieve.run.Step;
import org.vidimus.policy.sieve.run.Text;
import org.vidimus.policy.sieve.syntax.Literal;

/// The flags with which a message lies in its mailbox ([RFC 5232](https://www.rfc-editor.org/rfc/rfc5232)).
final class Imap4FlagsExtension implements Extension {
    @Override
    public String capability() {
        return "imap4flags";
    }

    @Override
    public List<CommandWord> commands() {
        Shape shape = Shape.of(Kind.STRING, Kind.STRINGS).firstOptional();
        return List.of(
                new CommandWord("setflag", shape, change((_, lists, run) -> ImapFlags.in(lists, run))),
                new CommandWord("addflag", shape, change(ImapFlags::with)),
                new CommandWord("removeflag", shape, change(ImapFlags::without)));
    }

    @Override
    public List<TestWord> tests() {
        Shape shape = Shape.of(Kind.STRINGS, Kind.STRINGS).firstOptional().matching();
        return List.of(new TestWord("hasflag", shape, Imap4FlagsExtension::has));
    }

    /// What one of the commands makes of the flags that are there.
    @FunctionalInterface
    private interface Change {
        ImapFlags changed(ImapFlags flags, List<String> lists, Run run);
    }

    /// RFC 5232 §3: of the variable that is named, or of the one that has no name.
    private static CommandWord.Compiler change(Change change) {
        return (call, compilation) -> {
            Optional<Integer> place = call.given(0) ? place(call.string(0), compilation) : Optional.empty();
            List<Text> lists = compilation.texts(call.strings(1));
            if (place.isEmpty()) {
                compilation.onlyAt(Phase.DELIVERY, Flags.WHAT, call.at());
            }
            return run -> {
                List<String> given = lists.stream().map(list -> list.in(run)).toList();
                if (place.isPresent()) {
                    ImapFlags flags = ImapFlags.in(List.of(run.variable(place.get())), run);
                    run.setVariable(
                            place.get(), change.changed(flags, given, run).text());
                } else {
                    run.setFlags(change.changed(run.flags(), given, run));
                }
                return Step.Flow.NEXT;
            };
        };
    }

    private static Optional<Integer> place(Literal name, Compilation compilation) {
        // RFC 5232 §1: without "variables", no variable can be named.
        compilation.needs("variables", "the name of a variable", name.at());
        return VariableNames.settable(name, compilation);
    }

    /// RFC 5232 §4.
    private static Condition has(Call call, Compilation compilation) {
        List<Integer> places = new ArrayList<>();
        if (call.given(0)) {
            call.strings(0).forEach(name -> place(name, compilation).ifPresent(places::add));
        }
        boolean internal = !call.given(0);
        Matching matching = compilation.matching(call, call.strings(1));
        List<Text> keys = compilation.texts(call.strings(1));
        boolean simple = keys.stream()
                .allMatch(key ->
                        key.constant().filter(text -> !text.contains(" ")).isPresent());
        return run -> {
            // §2: a key with spaces in it is several.
            Matching split = simple
                    ? matching
                    : matching.withKeys(ImapFlags.words(
                            keys.stream().map(key -> key.in(run)).toList(), run));
            List<String> values = new ArrayList<>(internal ? run.flags().names() : List.of());
            for (int place : places) {
                values.addAll(ImapFlags.in(List.of(run.variable(place)), run).names());
            }
            return split.matchesAny(values, run);
        };
    }
}
