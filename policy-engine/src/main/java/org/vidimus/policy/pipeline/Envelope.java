package org.vidimus.policy.pipeline;

import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.message.HeaderForm;
import org.vidimus.policy.message.LineEnds;

/// What is known about one message before its header.
///
/// Immutable.
///
/// @param mailFrom the sender as the MTA hands it over, angle brackets included where it has them; `<>` is the
///     null sender
/// @param form what the MTA did to the header fields, and whether they may hold UTF-8
/// @param lineEnds what ends lines in the header fields and in the body
public record Envelope(Bytes mailFrom, HeaderForm form, LineEnds lineEnds) {
    /// An envelope of ordinary mail that comes as it was sent, by a milter.
    public Envelope(Bytes mailFrom) {
        this(mailFrom, new HeaderForm(true, false));
    }

    /// An envelope of mail that comes by a milter.
    public Envelope(Bytes mailFrom, HeaderForm form) {
        this(mailFrom, form, LineEnds.MILTER);
    }
}
