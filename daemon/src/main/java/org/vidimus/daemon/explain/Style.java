package org.vidimus.daemon.explain;

/// How a piece of text stands out on a terminal that has colours. Elsewhere it does not, so that no meaning may
/// depend on it.
public enum Style {
    PLAIN(""),
    /// Headings and what the eye looks for first.
    STRONG("1"),
    /// What is there for completeness.
    FAINT("2"),
    GOOD("32"),
    BAD("31"),
    /// Neither: could not be decided, or is a reason to look again.
    DOUBT("33");

    private final String parameter;

    Style(String parameter) {
        this.parameter = parameter;
    }

    /// The text between the control sequences of ECMA-48 that set this style and end it.
    String apply(String text) {
        return this == PLAIN || text.isEmpty() ? text : "\u001b[" + parameter + "m" + text + "\u001b[0m";
    }

    /// The style of a result by its word in RFC 8601's registry.
    static Style ofResult(String word) {
        return switch (word) {
            case "pass" -> GOOD;
            case "fail", "permerror" -> BAD;
            case "softfail", "temperror", "policy" -> DOUBT;
            default -> PLAIN; // none, neutral
        };
    }
}
