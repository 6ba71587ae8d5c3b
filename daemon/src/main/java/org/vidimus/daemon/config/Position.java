package org.vidimus.daemon.config;

/// A place in a configuration file. Immutable.
///
/// @param line counted from 1
/// @param column counted from 1
public record Position(int line, int column) {}
