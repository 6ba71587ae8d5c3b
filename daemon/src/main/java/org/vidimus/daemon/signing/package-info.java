/// Joins the signer to the configuration: keys named in the file become keys that are loaded, rules become a
/// decision, and both are renewed when files change.
@org.jspecify.annotations.NullMarked
package org.vidimus.daemon.signing;
