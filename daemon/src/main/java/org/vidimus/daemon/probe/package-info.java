/// Two tools for anyone who writes or runs a filter: one is a filter that shows what an MTA says, the other an MTA that
/// shows what filters do.
package org.vidimus.daemon.probe;
