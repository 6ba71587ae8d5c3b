package org.vidimus.policy.sieve.words;

import org.vidimus.policy.sieve.compile.Extension;

/// An extension that brings no words of its own: only tags of other words, or a comparator.
///
/// @param capability what scripts require
record Capability(String capability) implements Extension {}
