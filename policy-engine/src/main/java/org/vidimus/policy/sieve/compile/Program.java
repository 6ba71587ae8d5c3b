package org.vidimus.policy.sieve.compile;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.vidimus.policy.base.Budgets;
import org.vidimus.policy.sieve.syntax.Position;
import org.vidimus.policy.sieve.syntax.Problem;

/// What the files of one script share while they are compiled.
///
/// Confined to one compilation.
final class Program {
    private static final int PROBLEMS = 100;

    final Words words;
    final ScriptStore store;
    final Budgets.Sieve limits;
    final List<Problem> problems = new ArrayList<>();
    final Set<String> used = new TreeSet<>();
    final Set<String> commands = new TreeSet<>();
    final Map<String, Object> shared = new HashMap<>();
    private Optional<Position> tooMany = Optional.empty();
    private int variables;
    private int includes;

    Program(Words words, ScriptStore store, Budgets.Sieve limits) {
        this.words = words;
        this.store = store;
        this.limits = limits;
    }

    void add(Problem problem) {
        if (problems.size() < PROBLEMS) {
            problems.add(problem);
        }
    }

    /// Says what can be said only at the end.
    void finish() {
        tooMany.ifPresent(at -> add(Problem.error(at, "more than " + limits.variables() + " variables")));
    }

    int newVariable(Position at) {
        if (variables == limits.variables()) {
            tooMany = Optional.of(at);
        }
        return variables++;
    }

    int variables() {
        return variables;
    }

    /// Whether one more script may be included.
    boolean mayInclude(Position at) {
        if (++includes > limits.includes()) {
            add(Problem.error(at, "more than " + limits.includes() + " included scripts"));
            return false;
        }
        return true;
    }
}
