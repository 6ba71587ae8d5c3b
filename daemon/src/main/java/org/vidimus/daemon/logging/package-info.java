/// Logging of the daemon: SLF4J with Logback, set up in code, one line per event on standard output, as text or JSON.
/// What the libraries log through [System.Logger] arrives here too.
package org.vidimus.daemon.logging;
