package org.vidimus.policy.sieve.syntax;

/// Leaves the parser for [ScriptParser#parse], which makes a value of it.
final class MalformedScript extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Problem problem;

    MalformedScript(Position at, String text) {
        super(text, null, false, false);
        this.problem = Problem.error(at, text);
    }

    Problem problem() {
        return problem;
    }
}
