/// The program `vidimus`: its entry point, the one class that constructs everything, and the thin adapter from milter
/// events to the pipeline. Protocol logic lives in the libraries; here things are only joined.
package org.vidimus.daemon;
