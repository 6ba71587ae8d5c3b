/// The filter at work among its own: what the launcher has the JVM record, so that every later start knows the way.
package org.vidimus.daemon.rehearsal;
