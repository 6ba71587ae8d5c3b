/// The pipeline: everything that is done to one message, in order, and what comes out of it.
///
/// A mail server that calls a filter hands over a message piece by piece: connection and sender, then the
/// header fields from the top, then the body in chunks, and at the end it asks what to change and whether to
/// take the message. [org.vidimus.policy.pipeline.Examination] takes those pieces in that order, on the
/// caller's thread, and answers with [org.vidimus.policy.pipeline.Findings]: a
/// [org.vidimus.policy.pipeline.Disposition], a list of [org.vidimus.policy.pipeline.HeaderEdit]s and one line
/// for the log. [org.vidimus.policy.pipeline.Pipeline] holds what all messages have in common. Nothing here
/// knows which protocol the pieces came by.
package org.vidimus.policy.pipeline;
