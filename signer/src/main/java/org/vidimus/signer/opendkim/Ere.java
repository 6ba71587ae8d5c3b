package org.vidimus.signer.opendkim;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// A POSIX extended regular expression as the GNU C library has it in the C locale, compiled so that matching takes
/// time in proportion to pattern times text, whatever the pattern.
///
/// All states that the text so far can lead to are followed at once (Thompson's construction); nothing is tried and
/// taken back. Back-references, which cannot be matched so, are refused when the pattern is compiled.
///
/// Immutable.
final class Ere {
    /// The most instructions of one compiled pattern; one of 1,024 octets without counted repetitions has far
    /// fewer.
    static final int MAX_PROGRAM = 20_000;

    /// One step of the program.
    sealed interface Step {
        /// Consumes an octet of the set, then goes to the next step.
        record One(CharSet set) implements Step {}

        /// Goes on at both.
        record Split(int first, int second) implements Step {}

        /// Goes on there.
        record Jump(int to) implements Step {}

        /// Goes on at the next step if the place in the text is right.
        record Check(Assertion assertion) implements Step {}

        /// Matched.
        record Match() implements Step {}
    }

    /// A condition on a place between two octets.
    enum Assertion {
        BEGIN,
        END,
        WORD_BOUNDARY,
        NOT_WORD_BOUNDARY,
        WORD_BEGIN,
        WORD_END;

        boolean holds(String text, int at) {
            boolean before = at > 0 && CharSet.isWord(text.charAt(at - 1));
            boolean after = at < text.length() && CharSet.isWord(text.charAt(at));
            return switch (this) {
                case BEGIN -> at == 0;
                case END -> at == text.length();
                case WORD_BOUNDARY -> before != after;
                case NOT_WORD_BOUNDARY -> before == after;
                case WORD_BEGIN -> !before && after;
                case WORD_END -> before && !after;
            };
        }
    }

    /// The result of compiling.
    sealed interface Compiled {
        /// It is a pattern.
        record Ok(Ere pattern) implements Compiled {}

        /// It is none, or none that can be matched in linear time.
        ///
        /// @param why in words of ours
        /// @param beyond whether it is a pattern for the C library, but beyond our limits
        record Bad(String why, boolean beyond) implements Compiled {}
    }

    private final List<Step> program;
    private final boolean ignoreCase;

    private Ere(List<Step> program, boolean ignoreCase) {
        this.program = List.copyOf(program);
        this.ignoreCase = ignoreCase;
    }

    /// Compiles a pattern.
    ///
    /// @param pattern octets; a pattern is a C string, so what follows a NUL does not count
    static Compiled compile(String pattern, boolean ignoreCase) {
        int nul = pattern.indexOf('\0');
        EreParser parser = new EreParser(nul < 0 ? pattern : pattern.substring(0, nul), ignoreCase);
        EreParser.Node tree = parser.parse();
        if (parser.problem() != null) {
            return new Compiled.Bad(parser.problem(), parser.isBeyondUs());
        }
        List<Step> program = new ArrayList<>();
        if (!new EreCompiler(program).compile(tree)) {
            return new Compiled.Bad("the repetitions multiply to more than " + MAX_PROGRAM + " steps", true);
        }
        program.add(new Step.Match());
        return new Compiled.Ok(new Ere(program, ignoreCase));
    }

    /// Whether the pattern occurs in `text`: a search, as `regexec` does it; only `^` and `$` tie it to the ends.
    boolean find(String text) {
        String octets = ignoreCase ? upper(text) : text;
        Threads now = new Threads(program.size());
        Threads next = new Threads(program.size());
        for (int at = 0; at <= octets.length(); at++) {
            if (follow(0, octets, at, now)) { // a match may begin anywhere
                return true;
            }
            if (at == octets.length()) {
                return false;
            }
            int octet = octets.charAt(at) & 0xFF;
            next.clear();
            for (int i = 0; i < now.size; i++) {
                int step = now.steps[i];
                if (program.get(step) instanceof Step.One(CharSet set)
                        && set.has(octet)
                        && follow(step + 1, octets, at + 1, next)) {
                    return true;
                }
            }
            Threads spare = now;
            now = next;
            next = spare;
        }
        return false;
    }

    /// Adds all that can be reached from `start` without consuming an octet; whether that is a match.
    private boolean follow(int start, String text, int at, Threads threads) {
        int[] pending = threads.pending;
        int count = 0;
        pending[count++] = start;
        while (count > 0) {
            int step = pending[--count];
            if (!threads.add(step)) {
                continue;
            }
            switch (program.get(step)) {
                case Step.Match() -> {
                    return true;
                }
                case Step.One _ -> {}
                case Step.Jump(int to) -> pending[count++] = to;
                case Step.Split(int first, int second) -> {
                    pending[count++] = second;
                    pending[count++] = first;
                }
                case Step.Check(Assertion assertion) -> {
                    if (assertion.holds(text, at)) {
                        pending[count++] = step + 1;
                    }
                }
            }
        }
        return false;
    }

    static String upper(String text) {
        StringBuilder out = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            out.append((char) upper(text.charAt(i)));
        }
        return out.toString();
    }

    static int upper(int octet) {
        return octet >= 'a' && octet <= 'z' ? octet - 0x20 : octet;
    }

    /// The steps that are waiting for the next octet, each once.
    private static final class Threads {
        private final int[] steps;
        private final boolean[] present;
        private final int[] pending;
        private int size;

        Threads(int count) {
            steps = new int[count];
            present = new boolean[count];
            pending = new int[2 * count + 2];
        }

        boolean add(int step) {
            if (present[step]) {
                return false;
            }
            present[step] = true;
            steps[size++] = step;
            return true;
        }

        void clear() {
            Arrays.fill(present, false);
            size = 0;
        }
    }
}
