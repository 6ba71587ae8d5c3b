/// The running daemon: the one class that constructs everything, and the thin adapter from milter events to the
/// pipeline.
package org.vidimus.daemon.wiring;
