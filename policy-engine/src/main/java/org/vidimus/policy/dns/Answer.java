package org.vidimus.policy.dns;

import java.util.List;

/// The answer to a [Question]. Immutable.
public sealed interface Answer {
    /// There are such records.
    ///
    /// @param records at least one, in the order received, all of the variant that the question asked for
    /// @param authentic whether a validating resolver that we trust vouches for them (DNSSEC, the AD bit)
    record Found(List<Data> records, boolean authentic) implements Answer {
        /// Copies the list.
        ///
        /// @throws IllegalArgumentException if it is empty
        public Found {
            records = List.copyOf(records);
            if (records.isEmpty()) {
                throw new IllegalArgumentException("found nothing");
            }
        }
    }

    /// The name exists, or something below it does, and has no such record (NODATA).
    record NoRecords() implements Answer {}

    /// The name does not exist, nor does anything below it (NXDOMAIN, [RFC
    /// 8020](https://www.rfc-editor.org/rfc/rfc8020)).
    record NoSuchName() implements Answer {}

    /// Nobody could say. This is never evidence of anything: what depends on it is a temporary error.
    ///
    /// @param cause what kind of failure
    /// @param detail the same in words of ours: printable ASCII, nothing of an answer in it
    record Unavailable(Cause cause, String detail) implements Answer {}

    /// Why a question has no answer.
    enum Cause {
        /// No server answered in time.
        TIMEOUT("timeout"),
        /// A server answered SERVFAIL, REFUSED or another error.
        SERVER_FAILURE("servfail"),
        /// The answer made no sense: not decodable, an alias loop, more records than [the budget
        /// allows][org.vidimus.policy.base.Budgets.Dns#recordsPerAnswer()].
        MALFORMED("malformed"),
        /// The message used up its [budget][org.vidimus.policy.base.Budgets.Dns].
        BUDGET("budget"),
        /// The asking thread was interrupted; its interrupt status is set.
        INTERRUPTED("interrupted");

        private final String word;

        Cause(String word) {
            this.word = word;
        }

        /// The word for logs and metrics.
        public String word() {
            return word;
        }
    }
}
