package org.vidimus.policy.sieve.syntax;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.jsieve.parser.generated.ASTargument;
import org.apache.jsieve.parser.generated.ASTarguments;
import org.apache.jsieve.parser.generated.ASTblock;
import org.apache.jsieve.parser.generated.ASTcommand;
import org.apache.jsieve.parser.generated.ASTcommands;
import org.apache.jsieve.parser.generated.ASTstring;
import org.apache.jsieve.parser.generated.ASTtest;
import org.apache.jsieve.parser.generated.ASTtest_list;
import org.apache.jsieve.parser.generated.SieveParserConstants;
import org.apache.jsieve.parser.generated.SimpleNode;
import org.apache.jsieve.parser.generated.Token;

/// Makes our tree of jSieve's, from its tokens alone: names, values and positions of its nodes are not used.
final class TreeReader {
    private final PlainScript script;
    private final int nesting;

    TreeReader(PlainScript script, int nesting) {
        this.script = script;
        this.nesting = nesting;
    }

    /// @param root the node of the whole script
    List<CommandNode> commands(SimpleNode root) throws MalformedScript {
        return commands(root, 0);
    }

    private List<CommandNode> commands(SimpleNode node, int depth) throws MalformedScript {
        List<CommandNode> commands = new ArrayList<>();
        for (SimpleNode child : children(node)) {
            switch (child) {
                case ASTcommands list -> commands.addAll(commands(list, depth));
                case ASTcommand command -> commands.add(command(command, depth));
                default -> throw unexpected(child);
            }
        }
        return commands;
    }

    private CommandNode command(ASTcommand node, int depth) throws MalformedScript {
        Position at = script.positionOf(node.getFirstToken());
        if (depth > nesting) {
            throw new MalformedScript(at, "blocks nest deeper than " + nesting);
        }
        Parts parts = new Parts(depth);
        Optional<List<CommandNode>> block = Optional.empty();
        for (SimpleNode child : children(node)) {
            if (child instanceof ASTblock braces) {
                block = Optional.of(commands(braces, depth + 1));
            } else {
                parts.read(child);
            }
        }
        return new CommandNode(name(node), parts.arguments, parts.tests, block, at);
    }

    private TestNode test(ASTtest node, int depth) throws MalformedScript {
        Position at = script.positionOf(node.getFirstToken());
        if (depth > nesting) {
            throw new MalformedScript(at, "tests nest deeper than " + nesting);
        }
        Parts parts = new Parts(depth + 1);
        for (SimpleNode child : children(node)) {
            parts.read(child);
        }
        return new TestNode(name(node), parts.arguments, parts.tests, at);
    }

    private static String name(SimpleNode node) {
        return node.getFirstToken().image;
    }

    /// The arguments and tests of one command or test. Confined to one call.
    private final class Parts {
        private final int depth;
        private final List<Argument> arguments = new ArrayList<>();
        private final List<TestNode> tests = new ArrayList<>();

        Parts(int depth) {
            this.depth = depth;
        }

        void read(SimpleNode node) throws MalformedScript {
            switch (node) {
                case ASTarguments list -> readAll(list);
                case ASTtest_list list -> readAll(list);
                case ASTargument argument -> arguments.add(argument(argument));
                case ASTtest test -> tests.add(test(test, depth));
                default -> throw unexpected(node);
            }
        }

        private void readAll(SimpleNode list) throws MalformedScript {
            for (SimpleNode child : children(list)) {
                read(child);
            }
        }
    }

    private Argument argument(ASTargument node) throws MalformedScript {
        Token token = node.getFirstToken();
        Position at = script.positionOf(token);
        return switch (token.kind) {
            case SieveParserConstants.TAG -> new Argument.Tag(token.image.substring(1), at);
            case SieveParserConstants.NUMBER -> new Argument.Numeral(script.number(token), at);
            default -> {
                List<Literal> values = new ArrayList<>();
                strings(node, values);
                yield new Argument.Strings(values, token.image.equals("["), at);
            }
        };
    }

    private void strings(SimpleNode node, List<Literal> values) {
        if (node instanceof ASTstring) {
            values.add(script.string(node.getFirstToken()));
        }
        children(node).forEach(child -> strings(child, values));
    }

    private MalformedScript unexpected(SimpleNode node) {
        return new MalformedScript(script.positionOf(node.getFirstToken()), "unexpected " + node);
    }

    private static List<SimpleNode> children(SimpleNode node) {
        List<SimpleNode> children = new ArrayList<>(node.jjtGetNumChildren());
        for (int i = 0; i < node.jjtGetNumChildren(); i++) {
            children.add((SimpleNode) node.jjtGetChild(i));
        }
        return children;
    }
}
