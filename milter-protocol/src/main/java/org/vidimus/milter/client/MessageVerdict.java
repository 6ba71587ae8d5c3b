package org.vidimus.milter.client;

/// What several filters together made of a message.
///
/// @param response what the client is told
/// @param mail the message with the edits of all filters that were asked
public record MessageVerdict(MilterResponse response, Mail mail) {}
