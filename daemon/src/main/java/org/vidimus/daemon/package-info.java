/// The program `vidimus`: its entry point. Protocol logic lives in the libraries; this module only joins things and
/// talks to people.
package org.vidimus.daemon;
