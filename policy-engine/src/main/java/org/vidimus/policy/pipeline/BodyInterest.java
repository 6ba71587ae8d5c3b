package org.vidimus.policy.pipeline;

/// Whether an examination has use for more of the body.
public enum BodyInterest {
    /// It needs the next chunk.
    MORE,
    /// It has seen enough; further chunks change nothing, and an MTA that can be told so may keep them.
    DONE
}
