package org.vidimus.policy.pipeline;

import org.vidimus.policy.message.HeaderField;

/// One step of the pipeline at work on one message. Confined to the thread that feeds the examination.
interface Step {
    /// The next header field, from the top.
    ///
    /// @param occurrence its place among the fields of its name, from 1; 0 where there were too many names to
    ///     count
    void header(HeaderField field, int occurrence);

    /// The message is complete: put what was found into `draft`.
    void conclude(Draft draft);
}
