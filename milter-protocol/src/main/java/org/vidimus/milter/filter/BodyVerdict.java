package org.vidimus.milter.filter;

/// What a handler may answer to a piece of the body: any [Verdict], or that it has seen enough.
///
/// SKIP exists here only: answered to a recipient it makes Sendmail bypass the filter, answered to a header
/// field it makes Sendmail leave out the body.
public sealed interface BodyVerdict permits Verdict, BodyVerdict.Skip {
    /// The rest of the body need not be sent.
    BodyVerdict SKIP = new Skip();

    /// Enough of the body was seen. Where the MTA cannot be told, what still comes is dropped unseen.
    record Skip() implements BodyVerdict {}
}
