package org.vidimus.policy.dns;

/// What a server's message means for a [Query]. Immutable.
sealed interface Reply {
    /// It does not belong to the question: somebody else's, or a forgery. The real one may still come.
    record Unrelated() implements Reply {}

    /// There is more than fitted.
    record Truncated() implements Reply {}

    /// Nothing more is to be had from this server.
    sealed interface Final extends Reply permits Settled, Continued, Failed {}

    /// The question is decided.
    record Settled(TimedAnswer answer) implements Final {}

    /// This server is of no use for this question.
    ///
    /// @param cause what becomes of the question if no other server is
    /// @param detail the same in words
    /// @param fault what it says about the server
    record Failed(Answer.Cause cause, String detail, Fault fault) implements Final {}

    /// Why a server is of no use.
    enum Fault {
        /// It said nothing, or could not be reached. It may be asked again, after the others.
        SILENT,
        /// It did not understand the query. It may be asked in older words.
        FORMAT,
        /// It would answer every question so. It is asked last for a while.
        LAME,
        /// It could not answer this one.
        QUESTION,
        /// The asking thread was interrupted; nothing is known about the server.
        INTERRUPTED
    }
}
