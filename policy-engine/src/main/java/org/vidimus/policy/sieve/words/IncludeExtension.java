package org.vidimus.policy.sieve.words;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.vidimus.policy.sieve.compile.Call;
import org.vidimus.policy.sieve.compile.CommandWord;
import org.vidimus.policy.sieve.compile.Compilation;
import org.vidimus.policy.sieve.compile.Extension;
import org.vidimus.policy.sieve.compile.ScriptStore;
import org.vidimus.policy.sieve.compile.ScriptStore.Place;
import org.vidimus.policy.sieve.compile.Shape;
import org.vidimus.policy.sieve.compile.Shape.Kind;
import org.vidimus.policy.sieve.run.Run;
import org.vidimus.policy.sieve.run.Slot;
import org.vidimus.policy.sieve.run.Step;
import org.vidimus.policy.sieve.syntax.Literal;

/// Scripts in scripts ([RFC 6609](https://www.rfc-editor.org/rfc/rfc6609)): `include`, `return` and `global`.
///
/// Deviation: §3.1 wants a script that is missing or includes itself to be a mistake when that `include` is reached,
/// and not when a script is uploaded. Nothing is uploaded here: what is compiled is about to run, and its author is
/// better told at once than when the first message comes.
final class IncludeExtension implements Extension {
    /// How deep scripts include scripts; §3.1 asks for three levels.
    private static final int DEPTH = 10;

    /// Characters in the name of a script; RFC 5804 §1.6 asks for 128.
    private static final int LONGEST_NAME = 128;

    private static final Step NOTHING = _ -> Step.Flow.NEXT;
    private static final Slot<Set<Key>> INCLUDED = new Slot<>(_ -> new HashSet<>());

    /// A script's place and name.
    private record Key(Place place, String name) {}

    /// The included scripts of one program. Confined to its compilation.
    private static final class Files {
        private final Map<Key, Step> compiled = new HashMap<>();
        private final Deque<Key> open = new ArrayDeque<>();
    }

    @Override
    public String capability() {
        return "include";
    }

    @Override
    public List<CommandWord> commands() {
        Shape include = Shape.of(Kind.STRING)
                .oneOf("location", "personal", "global")
                .oneOf("once", "once")
                .oneOf("optional", "optional");
        return List.of(
                new CommandWord("include", include, IncludeExtension::include),
                new CommandWord("return", Shape.NOTHING, (_, _) -> _ -> Step.Flow.RETURN),
                new CommandWord("global", Shape.of(Kind.STRINGS), IncludeExtension::global));
    }

    /// §3.2.
    private static Step include(Call call, Compilation compilation) {
        String name = compilation.constant(call.string(0), "the name of a script");
        if (!isName(name)) {
            compilation.error(call.argumentAt(0), "no script can be called so");
            return NOTHING;
        }
        Key key = new Key(call.has("global") ? Place.GLOBAL : Place.PERSONAL, name);
        Files files = compilation.shared("included scripts", Files::new);
        boolean once = call.has("once");
        if (files.open.contains(key)) {
            if (!once) {
                compilation.error(call.at(), "the script \"" + name + "\" includes itself");
            }
            // With :once, a script that is being included counts as included.
            return NOTHING;
        }
        Optional<Step> script = Optional.ofNullable(files.compiled.get(key));
        if (script.isEmpty()) {
            script = compile(key, files, call, compilation);
            script.ifPresent(step -> files.compiled.put(key, step));
        }
        return script.map(step -> including(step, key, once)).orElse(NOTHING);
    }

    private static Optional<Step> compile(Key key, Files files, Call call, Compilation compilation) {
        if (files.open.size() == DEPTH) {
            compilation.error(call.at(), "scripts include each other deeper than " + DEPTH);
            return Optional.empty();
        }
        Optional<ScriptStore.Stored> stored = compilation.store().find(key.place(), key.name());
        if (stored.isEmpty()) {
            if (!call.has("optional")) {
                String place = key.place().name().toLowerCase(Locale.ROOT);
                compilation.error(call.argumentAt(0), "there is no " + place + " script \"" + key.name() + "\"");
            }
            return Optional.empty();
        }
        files.open.push(key);
        Optional<Step> script = compilation.include(stored.get(), call.at());
        files.open.pop();
        return script;
    }

    private static Step including(Step script, Key key, boolean once) {
        return run -> {
            boolean first = run.state(INCLUDED).add(key);
            return first || !once ? included(script, run) : Step.Flow.NEXT;
        };
    }

    /// §3.4: what wildcards stood for is the including script's own too. §3.3: `return` ends the included script.
    private static Step.Flow included(Step script, Run run) {
        List<String> captures = run.captures();
        run.capture(List.of());
        Step.Flow flow = script.run(run);
        run.capture(captures);
        return flow == Step.Flow.RETURN ? Step.Flow.NEXT : flow;
    }

    /// §3.4.1.
    private static Step global(Call call, Compilation compilation) {
        compilation.needs("variables", "'global'", call.at());
        for (Literal literal : call.strings(0)) {
            String name =
                    compilation.constant(literal, "the name of a variable").toLowerCase(Locale.ROOT);
            if (!VariableNames.isIdentifier(name) || name.length() > VariableNames.LONGEST) {
                compilation.error(literal.at(), "\"" + name + "\" is no name of a global variable");
            } else if (!compilation.bindVariable(name, VariableNames.global(name, literal.at(), compilation))) {
                compilation.error(literal.at(), "\"" + name + "\" is a variable of this script already");
            }
        }
        return NOTHING;
    }

    /// RFC 5804 §1.6, and nothing that a store could take for a way out of its folder.
    private static boolean isName(String name) {
        return !name.isEmpty()
                && name.length() <= LONGEST_NAME
                && name.charAt(0) != '.'
                && name.codePoints().noneMatch(IncludeExtension::isForbidden);
    }

    private static boolean isForbidden(int c) {
        return Character.isISOControl(c)
                || Character.getType(c) == Character.SURROGATE
                || c == 0x2028
                || c == 0x2029
                || c == '/'
                || c == '\\';
    }
}
