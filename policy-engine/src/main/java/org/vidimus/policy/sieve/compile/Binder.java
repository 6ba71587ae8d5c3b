package org.vidimus.policy.sieve.compile;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.vidimus.policy.sieve.syntax.Argument;
import org.vidimus.policy.sieve.syntax.CommandNode;
import org.vidimus.policy.sieve.syntax.Position;
import org.vidimus.policy.sieve.syntax.TestNode;

/// Holds the arguments of one word against its shape.
///
/// Confined to one call.
final class Binder {
    private final Compilation compilation;
    private final Shape shape;
    private final String name;
    private final Position at;
    private final Map<String, Call.Given> tags = new LinkedHashMap<>();
    private final Map<String, String> groups = new HashMap<>();
    private boolean sound = true;

    /// Whether it is not known what the arguments behind a tag are.
    private boolean lost;

    Binder(Compilation compilation, Shape shape, String name, Position at) {
        this.compilation = compilation;
        this.shape = shape;
        this.name = name;
        this.at = at;
    }

    /// The call; empty if it is wrong, which the compilation has been told then.
    Optional<Call> bind(List<Argument> arguments, List<TestNode> tests, Optional<List<CommandNode>> block) {
        int next = tags(arguments);
        List<Argument> rest = arguments.subList(next, arguments.size());
        int missing = lost ? 0 : positional(rest);
        requireTests(tests);
        if (shape.takesBlock() != block.isPresent()) {
            wrong(at, shape.takesBlock() ? "'" + name + "' takes a block" : "'" + name + "' takes no block");
        }
        return sound ? Optional.of(new Call(name, at, tags, rest, missing, tests, block)) : Optional.empty();
    }

    /// @return the index of the first argument that is no tag's
    private int tags(List<Argument> arguments) {
        int next = 0;
        while (next < arguments.size() && arguments.get(next) instanceof Argument.Tag tag) {
            next++;
            Optional<Shape.Tag> known = shape.tag(tag.name());
            if (known.isEmpty()) {
                wrong(tag.at(), "'" + name + "' takes no " + tag + Nearest.hint(tag.name(), shape.tagNames()));
                lost = true;
                continue;
            }
            Argument value = tag;
            if (known.get().value() != Shape.Kind.NONE) {
                if (next == arguments.size()
                        || !fits(arguments.get(next), known.get().value())) {
                    wrong(tag.at(), tag + " takes " + known.get().value().word());
                    continue;
                }
                value = arguments.get(next++);
            }
            take(known.get(), tag, value);
        }
        return next;
    }

    private void take(Shape.Tag known, Argument.Tag tag, Argument value) {
        if (!known.needs().isEmpty()) {
            compilation.needs(known.needs(), tag.toString(), tag.at());
        }
        if (tags.putIfAbsent(tag.name(), new Call.Given(tag, value)) != null) {
            wrong(tag.at(), tag + " stands here twice");
        }
        if (!known.group().isEmpty()) {
            String other = groups.putIfAbsent(known.group(), tag.name());
            if (other != null && !other.equals(tag.name())) {
                wrong(tag.at(), ":" + other + " and " + tag + " exclude each other");
            }
        }
    }

    /// @return how many at the beginning were left out
    private int positional(List<Argument> given) {
        List<Shape.Kind> wanted = shape.positional();
        int missing = wanted.size() - given.size();
        Optional<Argument> late =
                given.stream().filter(Argument.Tag.class::isInstance).findFirst();
        if (late.isPresent()) {
            wrong(late.get().at(), late.get() + " has to come before the other arguments");
            return 0;
        }
        if (missing < 0) {
            wrong(given.get(wanted.size()).at(), "one argument too many");
            return 0;
        }
        if (missing > (shape.optional() == Shape.Optionality.NONE ? 0 : 1)) {
            wrong(at, "'" + name + "' takes " + described(wanted));
            return 0;
        }
        int offset = shape.optional() == Shape.Optionality.FIRST ? missing : 0;
        for (int i = 0; i < given.size(); i++) {
            Shape.Kind kind = wanted.get(i + offset);
            if (!fits(given.get(i), kind)) {
                wrong(given.get(i).at(), "expected " + kind.word() + ", found " + kindOf(given.get(i)));
            }
        }
        return offset;
    }

    private static String kindOf(Argument argument) {
        return argument instanceof Argument.Numeral ? "a number" : argument.toString();
    }

    private static String described(List<Shape.Kind> wanted) {
        return wanted.isEmpty()
                ? "no arguments"
                : String.join(", then ", wanted.stream().map(Shape.Kind::word).toList());
    }

    private static boolean fits(Argument argument, Shape.Kind kind) {
        return switch (argument) {
            case Argument.Tag _ -> kind == Shape.Kind.NONE;
            case Argument.Numeral _ -> kind == Shape.Kind.NUMBER;
            case Argument.Strings strings ->
                kind == Shape.Kind.STRINGS || (kind == Shape.Kind.STRING && !strings.list());
        };
    }

    private void requireTests(List<TestNode> tests) {
        switch (shape.tests()) {
            case NONE -> {
                if (!tests.isEmpty()) {
                    // A forgotten semicolon looks like this to the grammar.
                    wrong(
                            tests.getFirst().at(),
                            "'" + name + "' takes no test: is there a semicolon missing before '"
                                    + tests.getFirst().name() + "'?");
                }
            }
            case ONE -> {
                if (tests.size() != 1) {
                    wrong(at, "'" + name + "' takes one test");
                }
            }
            case LIST -> {
                if (tests.isEmpty()) {
                    wrong(at, "'" + name + "' takes a list of tests");
                }
            }
        }
    }

    /// Only the first mistake is told: those behind it are mostly its consequences.
    private void wrong(Position where, String why) {
        if (sound) {
            compilation.error(where, why);
        }
        sound = false;
    }
}
