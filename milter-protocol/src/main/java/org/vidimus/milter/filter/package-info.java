/// How a filter is written: what it wants to see, what it answers, what it changes.
///
/// A [Filter][org.vidimus.milter.filter.Filter] is declared once. It names two kinds of state, one for a
/// connection and one for a message, and a handler for each event it wants; what the MTA is asked to send and
/// to wait for follows from that. Handlers return a verdict; nothing is sent from within them, so no reply can
/// be forgotten, doubled or come late. Only the handler of the end of a message returns edits.
///
/// Under it lies [FilterSession][org.vidimus.milter.filter.FilterSession], a machine without input and output:
/// commands in, replies out. Its transitions are libmilter's, because that is what MTAs were tested with; where
/// it knowingly differs the code says `Deviation:`.
@NullMarked
package org.vidimus.milter.filter;

import org.jspecify.annotations.NullMarked;
