package org.vidimus.policy.pipeline;

import java.util.List;
import org.vidimus.policy.dmarc.DmarcPolicy;

/// What is to become of a message that was verified, and why.
///
/// Immutable.
///
/// @param disposition what becomes of it
/// @param applied what is done on account of DMARC, after overrides
/// @param overrides why that is not what was asked for
/// @param reason the decision in one sentence of printable ASCII
record Judgement(Disposition disposition, DmarcPolicy applied, List<PolicyOverride> overrides, String reason) {
    Judgement {
        overrides = List.copyOf(overrides);
    }
}
