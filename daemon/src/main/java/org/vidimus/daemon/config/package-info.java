/// The configuration file: one TOML file, read whole, every mistake reported with file, line and column.
///
/// A [Key] declares a name, a type, a default and a sentence of documentation, once. From the keys come the reader, the
/// commented default file, the reference in `docs` and the manual page. The settings themselves are records of the
/// modules that use them; [Settings] maps keys to those records.
package org.vidimus.daemon.config;
