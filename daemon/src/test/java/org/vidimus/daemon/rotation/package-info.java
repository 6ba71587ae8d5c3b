/// Keys that are rotated while mail flows: the real filter as a process, the real Knot DNS as the zone, and receivers
/// that
/// verify each message with the records of its moment.
@org.jspecify.annotations.NullMarked
package org.vidimus.daemon.rotation;
