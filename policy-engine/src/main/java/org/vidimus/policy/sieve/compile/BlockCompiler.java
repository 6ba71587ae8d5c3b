package org.vidimus.policy.sieve.compile;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.vidimus.policy.sieve.run.Block;
import org.vidimus.policy.sieve.run.Condition;
import org.vidimus.policy.sieve.run.Run;
import org.vidimus.policy.sieve.run.Step;
import org.vidimus.policy.sieve.syntax.CommandNode;

/// Compiles commands that stand one after the other, with those of control (§3), which depend on what stands
/// before them.
///
/// Confined to one block.
final class BlockCompiler {
    private static final Shape IF = Shape.NOTHING.tests(Shape.Tests.ONE).block();
    private static final Shape ELSE = Shape.NOTHING.block();
    private static final Set<String> ENDS = Set.of("stop", "return", "error");
    private static final Shape REQUIRE = Shape.of(Shape.Kind.STRINGS);

    private final Compilation compilation;
    private final List<Block.Line> lines = new ArrayList<>();
    private boolean mayRequire;
    private boolean ended;

    /// Whether nothing that follows is ever reached because of `ihave`: then it is not looked at.
    private boolean dead;

    /// @param top whether this is the beginning of a file
    BlockCompiler(Compilation compilation, boolean top) {
        this.compilation = compilation;
        this.mayRequire = top;
    }

    Block block(List<CommandNode> commands) {
        for (int i = 0; i < commands.size() && !dead; i++) {
            CommandNode command = commands.get(i);
            if (ended) {
                compilation.warning(command.at(), "this is never reached");
                ended = false;
            }
            switch (command.name()) {
                case "require" -> require(command);
                case "if" -> i = branches(commands, i);
                case "elsif", "else" -> {
                    compilation.error(command.at(), "'" + command.name() + "' without an 'if' before it");
                    mayRequire = false;
                    // What follows in the same chain is wrong for the same reason.
                    i += (int) commands.subList(i + 1, commands.size()).stream()
                            .takeWhile(next ->
                                    next.name().equals("elsif") || next.name().equals("else"))
                            .count();
                }
                default -> {
                    mayRequire = false;
                    lines.add(new Block.Line(command.at(), command.name(), compilation.step(command)));
                    ended = ends(command);
                }
            }
        }
        return new Block(lines);
    }

    private static boolean ends(CommandNode command) {
        return ENDS.contains(command.name());
    }

    /// §3.2: before all other commands.
    private void require(CommandNode command) {
        if (!mayRequire) {
            compilation.error(command.at(), "'require' has to stand before all other commands");
            return;
        }
        bind(REQUIRE, command).ifPresent(call -> call.strings(0).forEach(compilation::require));
    }

    /// §3.1.
    ///
    /// @param first the index of the `if`
    /// @return the index of the last command that belongs to it
    private int branches(List<CommandNode> commands, int first) {
        mayRequire = false;
        List<Condition> conditions = new ArrayList<>();
        List<Block> blocks = new ArrayList<>();
        boolean decided = false;
        int last = first;
        for (int i = first; i < commands.size(); i++) {
            CommandNode command = commands.get(i);
            boolean isElse = command.name().equals("else");
            if (i > first && !isElse && !command.name().equals("elsif")) {
                break;
            }
            last = i;
            if (!decided) {
                decided = branch(command, conditions, blocks);
                List<CommandNode> block = command.block().orElse(List.of());
                dead = decided && !block.isEmpty() && ends(block.getLast());
            }
            if (isElse) {
                break;
            }
        }
        CommandNode command = commands.get(first);
        lines.add(new Block.Line(
                command.at(),
                command.name(),
                new Branches(conditions.toArray(Condition[]::new), blocks.toArray(Block[]::new))));
        return last;
    }

    /// @return whether no other branch is ever taken because of `ihave`
    private boolean branch(CommandNode command, List<Condition> conditions, List<Block> blocks) {
        boolean isElse = command.name().equals("else");
        // Where it is wrong it never runs, but what is in it may be wrong too.
        bind(isElse ? ELSE : IF, command);
        Optional<Boolean> known = Optional.empty();
        if (!isElse && !command.tests().isEmpty()) {
            Condition condition = compilation.condition(command.tests().getFirst());
            conditions.add(condition);
            known = condition.known();
        }
        boolean never = known.isPresent() && !known.get();
        blocks.add(
                never ? new Block(List.of()) : compilation.block(command.block().orElse(List.of())));
        return known.orElse(false);
    }

    private Optional<Call> bind(Shape shape, CommandNode command) {
        return compilation.bind(
                shape, command.name(), command.at(), command.arguments(), command.tests(), command.block());
    }

    /// @param blocks one for each condition, and one more for `else`
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Branches(Condition[] conditions, Block[] blocks) implements Step {
        @Override
        public Flow run(Run run) {
            for (int i = 0; i < conditions.length; i++) {
                if (conditions[i].holds(run)) {
                    return blocks[i].run(run);
                }
            }
            return blocks.length > conditions.length ? blocks[conditions.length].run(run) : Flow.NEXT;
        }
    }
}
