package org.vidimus.policy.dkim;

import java.util.List;

/// The signatures of one message while they are being verified. Confined to the message's thread.
public final class DkimVerification {
    private final List<SignatureCheck> checks;

    DkimVerification(List<SignatureCheck> checks) {
        this.checks = checks;
    }

    /// The results, in the order of the fields, the topmost first. Waits for keys that have not come yet; if
    /// the thread is interrupted, what is still open is a temporary error and the interrupt status stays set.
    ///
    /// Call it after [BodyHashes#finish].
    ///
    /// @throws IllegalStateException if the body has not ended
    public List<DkimResult> finish() {
        int prefix = Reports.prefix(checks);
        return checks.stream().map(check -> check.finish(prefix)).toList();
    }

    /// Gives up: what is still being asked of the DNS is interrupted. For messages that end before their body
    /// does.
    public void cancel() {
        checks.forEach(SignatureCheck::cancel);
    }
}
