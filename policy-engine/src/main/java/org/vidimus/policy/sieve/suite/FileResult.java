package org.vidimus.policy.sieve.suite;

import java.util.List;
import java.util.Optional;
import org.vidimus.policy.sieve.syntax.Problem;

/// What came of a file of tests.
///
/// Immutable.
///
/// @param cases its tests that ran, in order
/// @param problems why it could not be run; warnings too
/// @param failure what went wrong outside of all tests; the rest of the file did not run
public record FileResult(List<CaseResult> cases, List<Problem> problems, Optional<CaseResult.Failure> failure) {
    /// Copies the lists.
    public FileResult {
        cases = List.copyOf(cases);
        problems = List.copyOf(problems);
    }

    /// Whether nothing is wrong.
    public boolean passed() {
        return failure.isEmpty()
                && problems.stream().noneMatch(Problem::isError)
                && cases.stream().allMatch(CaseResult::passed);
    }
}
