package org.vidimus.policy.dkim;

/// What is wrong with a signature. Immutable.
///
/// @param cause what kind of thing
/// @param detail more about it in words of ours, printable ASCII with nothing of the message in it; may be
/// empty
public record DkimProblem(DkimCause cause, String detail) {
    /// A problem about which there is nothing more to say.
    public static DkimProblem of(DkimCause cause) {
        return new DkimProblem(cause, "");
    }

    /// Cause and detail for a log line or a reason in Authentication-Results.
    public String text() {
        return detail.isEmpty() ? cause.phrase() : cause.phrase() + ": " + detail;
    }
}
