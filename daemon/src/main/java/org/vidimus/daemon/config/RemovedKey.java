package org.vidimus.daemon.config;

/// A key that existed once. A file that still has it is refused, and the user is told what to write instead.
///
/// @param name the key's name within its table
/// @param since the version that removed it
/// @param instead what to do, such as `use milter.listen`
public record RemovedKey(String name, String since, String instead) {}
