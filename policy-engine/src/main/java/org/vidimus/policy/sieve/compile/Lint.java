package org.vidimus.policy.sieve.compile;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.vidimus.policy.sieve.syntax.Argument;
import org.vidimus.policy.sieve.syntax.CommandNode;
import org.vidimus.policy.sieve.syntax.Literal;
import org.vidimus.policy.sieve.syntax.TestNode;

/// Finds what a sound script says and can hardly mean.
///
/// Confined to one compilation.
final class Lint {
    private static final Set<String> ENDS = Set.of("stop", "return");
    private static final Set<String> KEEPING = Set.of("keep", "fileinto", "redirect");
    private static final Set<String> REFUSING = Set.of("reject", "ereject");
    private static final Set<String> BRANCHES = Set.of("if", "elsif", "else");

    private final Compilation compilation;

    private Lint(Compilation compilation) {
        this.compilation = compilation;
    }

    /// Tells the compilation of one file what is odd about it.
    static void check(List<CommandNode> commands, Compilation compilation) {
        Lint lint = new Lint(compilation);
        lint.everyMessage(commands);
        lint.block(commands);
    }

    /// A `discard` or `reject` that nothing stands in front of.
    private void everyMessage(List<CommandNode> commands) {
        for (CommandNode command : commands) {
            if (mayEnd(command) || command.name().equals("include")) {
                return;
            }
            boolean only = commands.stream().noneMatch(other -> KEEPING.contains(other.name()));
            if (command.name().equals("discard") && only) {
                compilation.warning(
                        command.at(), "every message that comes this far is dropped: there is no condition");
            } else if (REFUSING.contains(command.name())) {
                compilation.warning(
                        command.at(), "every message that comes this far is refused: there is no condition");
            }
        }
    }

    private static boolean mayEnd(CommandNode command) {
        return ENDS.contains(command.name())
                || command.block()
                        .filter(block -> block.stream().anyMatch(Lint::mayEnd))
                        .isPresent();
    }

    private void block(List<CommandNode> commands) {
        cancelled(commands);
        boolean decided = false;
        for (CommandNode command : commands) {
            if (command.name().equals("if")) {
                decided = false;
            }
            if (BRANCHES.contains(command.name())) {
                decided = branch(command, decided);
            }
            command.tests().forEach(this::test);
            command.block().ifPresent(this::block);
        }
        endsInBranches(commands);
    }

    /// @param decided whether a branch before this one is always taken
    private boolean branch(CommandNode command, boolean decided) {
        if (decided) {
            compilation.warning(command.at(), "this is never reached: the test before it is always true");
            return true;
        }
        Optional<TestNode> test = command.tests().stream().findFirst();
        if (test.filter(node -> node.name().equals("false")).isPresent()) {
            compilation.warning(command.at(), "this block never runs: its test is always false");
        }
        return test.filter(node -> node.name().equals("true")).isPresent();
    }

    /// What stands behind an `if` of which every branch ends the script.
    private void endsInBranches(List<CommandNode> commands) {
        boolean all = false;
        for (CommandNode command : commands) {
            if (BRANCHES.contains(command.name())) {
                boolean ends = command.block().filter(Lint::ends).isPresent();
                all = ends && (command.name().equals("if") || all);
                continue;
            }
            if (all && endsWithElse(commands, command)) {
                compilation.warning(command.at(), "this is never reached: every branch before it ends the script");
            }
            all = false;
        }
    }

    private static boolean endsWithElse(List<CommandNode> commands, CommandNode next) {
        int at = commands.indexOf(next);
        return at > 0 && commands.get(at - 1).name().equals("else");
    }

    private static boolean ends(List<CommandNode> block) {
        return !block.isEmpty() && ENDS.contains(block.getLast().name());
    }

    /// Actions one after the other of which one makes nothing of another.
    private void cancelled(List<CommandNode> commands) {
        Optional<CommandNode> discard = first(commands, Set.of("discard"));
        Optional<CommandNode> kept = first(commands, KEEPING);
        Optional<CommandNode> refused = first(commands, REFUSING);
        if (discard.isPresent() && kept.isPresent()) {
            compilation.warning(
                    discard.get().at(),
                    "'discard' does nothing here: '" + kept.get().name() + "' in line "
                            + kept.get().at().line() + " is done all the same");
        }
        if (refused.isPresent() && (kept.isPresent() || discard.isPresent())) {
            CommandNode other = kept.or(() -> discard).orElseThrow();
            compilation.warning(
                    other.at(),
                    "what is refused in line " + refused.get().at().line() + " cannot have '" + other.name() + "' too");
        }
    }

    private static Optional<CommandNode> first(List<CommandNode> commands, Set<String> names) {
        return commands.stream()
                .takeWhile(command -> !ENDS.contains(command.name()))
                .filter(command -> names.contains(command.name()))
                .findFirst();
    }

    private void test(TestNode test) {
        test.tests().forEach(this::test);
        boolean is = test.arguments().stream()
                .noneMatch(argument -> argument instanceof Argument.Tag tag
                        && Set.of("contains", "matches", "value", "count").contains(tag.name()));
        if (is && Set.of("address", "envelope").contains(test.name())) {
            if (has(test, "domain")) {
                neverWith(test, "@", "a domain has no '@'");
            } else if (!has(test, "localpart") && !has(test, "user") && !has(test, "detail")) {
                neverWith(test, "*", "':is' takes '*' as it stands: ':matches' is for patterns");
            }
        } else if (is && test.name().equals("header")) {
            keys(test).stream()
                    .filter(key -> !key.text().equals(key.text().strip()))
                    .forEach(key -> compilation.warning(
                            key.at(), "this is never true: values have no white space at their ends"));
        }
    }

    private void neverWith(TestNode test, String part, String why) {
        keys(test).stream()
                .filter(key -> key.text().contains(part) && !key.text().contains("${"))
                .forEach(key -> compilation.warning(key.at(), "this is hardly ever true: " + why));
    }

    private static boolean has(TestNode test, String name) {
        return test.arguments().stream()
                .anyMatch(argument ->
                        argument instanceof Argument.Tag tag && tag.name().equals(name));
    }

    private static List<Literal> keys(TestNode test) {
        return !test.arguments().isEmpty() && test.arguments().getLast() instanceof Argument.Strings strings
                ? strings.values()
                : List.of();
    }
}
