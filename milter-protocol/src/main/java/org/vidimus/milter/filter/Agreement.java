package org.vidimus.milter.filter;

import org.vidimus.milter.wire.Command;
import org.vidimus.milter.wire.Reply;

/// An MTA's offer and what is made of it, kept by a filter because it is the same for every connection of that MTA.
///
/// @param offer the MTA's
/// @param answer the filter's
/// @param negotiated the answer, taken apart
record Agreement(Command.Negotiate offer, Reply.Negotiated answer, Negotiated negotiated) {}
