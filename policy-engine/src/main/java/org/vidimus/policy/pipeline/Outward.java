package org.vidimus.policy.pipeline;

import java.util.function.Supplier;

/// What is asked about a message beside the checks.
///
/// @param signer signs and seals it
/// @param policy gives the rules of the administrator's own that count at the moment
record Outward(Signer signer, Supplier<LocalPolicy> policy) {}
