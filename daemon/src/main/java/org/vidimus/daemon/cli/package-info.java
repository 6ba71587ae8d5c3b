/// The command line: the commands with their help pages, and the parsing of their options by picocli. Commands are
/// built as values (no annotations), so nothing here needs reflection.
package org.vidimus.daemon.cli;
