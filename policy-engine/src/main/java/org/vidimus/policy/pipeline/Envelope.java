package org.vidimus.policy.pipeline;

import org.vidimus.policy.base.Bytes;

/// What is known about one message before its header.
///
/// Immutable.
///
/// @param mailFrom the sender as the MTA hands it over, angle brackets included where it has them; `<>` is the
///     null sender
public record Envelope(Bytes mailFrom) {}
