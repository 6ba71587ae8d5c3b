package org.vidimus.milter.filter;

import java.util.List;

/// The answer to the end of a message: the verdict and, unless it refuses, the changes.
///
/// @param verdict what becomes of the message
/// @param edits in any order; changes and deletions are sent first, from the highest occurrence down, then the
///     rest as listed, which gives the same message on Postfix and Sendmail. Dropped when the verdict refuses
///     or discards.
public record Outcome(Verdict verdict, List<Edit> edits) {
    /// The message passes as it is.
    public static final Outcome UNCHANGED = new Outcome(Verdict.CONTINUE, List.of());

    /// Copies the list.
    public Outcome {
        edits = List.copyOf(edits);
    }

    /// The message passes with changes.
    public static Outcome edited(List<Edit> edits) {
        return new Outcome(Verdict.CONTINUE, edits);
    }

    /// The message is refused or discarded.
    public static Outcome of(Verdict verdict) {
        return new Outcome(verdict, List.of());
    }
}
