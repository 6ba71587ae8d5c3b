package org.vidimus.policy.sieve.syntax;

import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.jsieve.parser.generated.ParseException;
import org.apache.jsieve.parser.generated.SieveParser;
import org.apache.jsieve.parser.generated.Token;
import org.apache.jsieve.parser.generated.TokenMgrError;
import org.vidimus.policy.base.Budgets;
import org.vidimus.policy.base.Bytes;

/// Reads scripts. The grammar is Apache James jSieve's; what its lexer and its tree get wrong is kept from it
/// by [PlainScript], and everything that it can throw ends here.
///
/// Thread-safe.
public final class ScriptParser {
    private static final int PROBLEMS = 20;

    private ScriptParser() {}

    /// Reads a script.
    ///
    /// @param file what it is called in problems
    /// @param octets its text: UTF-8 (§2.1), lines that end with CRLF or LF
    /// @param limits its size and how deep it may nest
    public static ParsedScript parse(String file, Bytes octets, Budgets.Sieve limits) {
        List<Problem> problems = new ArrayList<>();
        try {
            Source source = new Source(file, decoded(file, octets, limits));
            PlainScript plain = PlainScript.of(source, limits.nesting());
            problems.addAll(plain.problems());
            List<CommandNode> commands = read(plain, source, limits, problems);
            return problems.isEmpty() ? new ParsedScript.Ok(commands) : new ParsedScript.Malformed(problems);
        } catch (MalformedScript e) {
            problems.add(e.problem());
            return new ParsedScript.Malformed(problems);
        }
    }

    /// Reads again without the command in which the grammar was broken, so that one run shows all that is wrong.
    private static List<CommandNode> read(
            PlainScript plain, Source source, Budgets.Sieve limits, List<Problem> problems) throws MalformedScript {
        while (true) {
            try {
                return new TreeReader(plain, limits.nesting())
                        .commands(new SieveParser(new StringReader(plain.text())).start());
            } catch (ParseException e) {
                // It names the token before the one at which it went wrong.
                Token token = e.currentToken;
                Token wrong = token == null || token.next == null ? token : token.next;
                problems.add(Problem.error(plain.positionOf(wrong), "unexpected " + plain.shown(wrong)));
                if (problems.size() >= PROBLEMS || wrong == null || !plain.drop(wrong)) {
                    return List.of();
                }
            } catch (TokenMgrError | StackOverflowError | NumberFormatException e) {
                throw new MalformedScript(source.positionAt(0), "the parser cannot read this script: " + e.getClass());
            }
        }
    }

    private static String decoded(String file, Bytes octets, Budgets.Sieve limits) throws MalformedScript {
        Position start = new Position(file, 1, 1);
        if (octets.length() > limits.scriptBytes()) {
            throw new MalformedScript(
                    start, "the script is larger than " + limits.scriptBytes() + " octets (" + octets.length() + ")");
        }
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        ByteBuffer in = ByteBuffer.wrap(octets.toArray());
        try {
            CharBuffer text = decoder.decode(in);
            // A byte order mark is no part of the text, whatever editors put there.
            return text.length() > 0 && text.charAt(0) == '\uFEFF'
                    ? text.subSequence(1, text.length()).toString()
                    : text.toString();
        } catch (CharacterCodingException _) {
            String before = octets.slice(0, in.position()).utf8();
            throw new MalformedScript(new Source(file, before).positionAt(before.length()), "not UTF-8");
        }
    }
}
