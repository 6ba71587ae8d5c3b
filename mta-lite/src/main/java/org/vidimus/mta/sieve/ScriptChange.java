package org.vidimus.mta.sieve;

import java.util.List;
import org.vidimus.policy.sieve.syntax.Problem;

/// What came of a change to the scripts of a user.
public sealed interface ScriptChange {
    /// It was made.
    ///
    /// @param warnings where the script may not do what it seems to
    record Done(List<Problem> warnings) implements ScriptChange {
        /// Copies the list.
        public Done {
            warnings = List.copyOf(warnings);
        }
    }

    /// It was not made.
    ///
    /// @param why for the user: a phrase without a full stop
    record Refused(String why) implements ScriptChange {}

    /// It was not made, because the script has mistakes.
    record Faulty(List<Problem> problems) implements ScriptChange {
        /// Copies the list.
        public Faulty {
            problems = List.copyOf(problems);
        }
    }
}
