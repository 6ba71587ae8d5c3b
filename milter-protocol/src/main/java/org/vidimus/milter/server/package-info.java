/// Runs a [filter][org.vidimus.milter.filter.Filter] behind sockets.
///
/// [MilterServer][org.vidimus.milter.server.MilterServer] listens, gives each connection a virtual thread that
/// lives as long as the connection, keeps its limits, tells the MTA that work goes on, and drains when it
/// stops.
@NullMarked
package org.vidimus.milter.server;

import org.jspecify.annotations.NullMarked;
