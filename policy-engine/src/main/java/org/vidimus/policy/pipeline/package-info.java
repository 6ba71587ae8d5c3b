/// The pipeline: everything that is done to one message, in order, and what comes out of it.
///
/// A mail server that calls a filter hands over a message piece by piece: connection and sender, then the
/// header fields from the top, then the body in chunks, and at the end it asks what to change and whether to
/// take the message. [org.vidimus.policy.pipeline.Examination] takes those pieces in that order, on the
/// caller's thread, and answers with [org.vidimus.policy.pipeline.Findings]: a
/// [org.vidimus.policy.pipeline.Disposition], a list of [org.vidimus.policy.pipeline.HeaderEdit]s and one line
/// for the log. [org.vidimus.policy.pipeline.Pipeline] holds what all messages have in common. Nothing here
/// knows which protocol the pieces came by.
///
/// Whose mail is verified follows from [org.vidimus.policy.pipeline.TrustSettings] and
/// [org.vidimus.policy.pipeline.Roles]. The checks are at work in `Verification`: those that need the sender
/// begin with it, those that need the header when it is complete, each on a thread of its own that asks the
/// DNS, and [org.vidimus.policy.pipeline.Examination#end] puts together what they found
/// ([org.vidimus.policy.pipeline.Evidence]). `Judge` decides, by two rules: what could not be looked up never
/// turns mail away for good, and whatever speaks for a message that fails is a
/// [org.vidimus.policy.pipeline.PolicyOverride] with a reason.
package org.vidimus.policy.pipeline;
