package org.vidimus.policy.sieve.run;

import java.util.Optional;
import org.vidimus.policy.sieve.syntax.Position;

/// Something that a run did, for those who want to see why.
///
/// Immutable.
///
/// @param at the command or test
/// @param name its name
/// @param outcome what the test said; empty for a command
public record TraceLine(Position at, String name, Optional<Boolean> outcome) {}
