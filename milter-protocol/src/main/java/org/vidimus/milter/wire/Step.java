package org.vidimus.milter.wire;

import java.util.EnumSet;
import java.util.Set;

/// What a filter does not want to be sent, or can do without: the protocol flags of `OPTNEG`, MDS apart ([DataSize]).
///
/// `NO_*` suppresses an event; `NO_REPLY_*` keeps the event and drops the round trip.
public enum Step {
    /// No `CONNECT`.
    NO_CONNECT(0x0000_0001), // SMFIP_NOCONNECT
    /// No `HELO`.
    NO_HELO(0x0000_0002), // SMFIP_NOHELO
    /// No `MAIL`.
    NO_MAIL(0x0000_0004), // SMFIP_NOMAIL
    /// No `RCPT`.
    NO_RCPT(0x0000_0008), // SMFIP_NORCPT
    /// No body.
    NO_BODY(0x0000_0010), // SMFIP_NOBODY
    /// No header fields.
    NO_HEADERS(0x0000_0020), // SMFIP_NOHDRS
    /// No end of header.
    NO_END_OF_HEADERS(0x0000_0040), // SMFIP_NOEOH
    /// No reply to header fields.
    NO_REPLY_HEADER(0x0000_0080), // SMFIP_NR_HDR
    /// No unknown commands. Version 3.
    NO_UNKNOWN(0x0000_0100), // SMFIP_NOUNKNOWN
    /// No `DATA`. Version 4.
    NO_DATA(0x0000_0200), // SMFIP_NODATA
    /// The filter may answer `SKIP` to the body. Version 6, as all that follow.
    SKIP(0x0000_0400), // SMFIP_SKIP
    /// Rejected recipients are wanted too.
    REJECTED_RECIPIENTS(0x0000_0800), // SMFIP_RCPT_REJ
    /// No reply to `CONNECT`.
    NO_REPLY_CONNECT(0x0000_1000), // SMFIP_NR_CONN
    /// No reply to `HELO`.
    NO_REPLY_HELO(0x0000_2000), // SMFIP_NR_HELO
    /// No reply to `MAIL`.
    NO_REPLY_MAIL(0x0000_4000), // SMFIP_NR_MAIL
    /// No reply to `RCPT`.
    NO_REPLY_RCPT(0x0000_8000), // SMFIP_NR_RCPT
    /// No reply to `DATA`.
    NO_REPLY_DATA(0x0001_0000), // SMFIP_NR_DATA
    /// No reply to unknown commands.
    NO_REPLY_UNKNOWN(0x0002_0000), // SMFIP_NR_UNKN
    /// No reply to the end of the header.
    NO_REPLY_END_OF_HEADERS(0x0004_0000), // SMFIP_NR_EOH
    /// No reply to the body.
    NO_REPLY_BODY(0x0008_0000), // SMFIP_NR_BODY
    /// Header values keep their leading space, both ways. Without it the MTA takes one space off and puts one on.
    HEADER_LEADING_SPACE(0x0010_0000); // SMFIP_HDR_LEADSPC

    /// What an MTA of version 1 can leave out; a protocol word of 0 is read as this one.
    public static final int VERSION_1 = 0x0000_003f;

    private final int bit;

    Step(int bit) {
        this.bit = bit;
    }

    /// The flag on the wire.
    public int bit() {
        return bit;
    }

    /// The flags of `steps` in one word.
    public static int toBits(Set<Step> steps) {
        return steps.stream().mapToInt(Step::bit).reduce(0, (a, b) -> a | b);
    }

    /// The known flags in `bits`.
    public static Set<Step> fromBits(int bits) {
        Set<Step> steps = EnumSet.noneOf(Step.class);
        for (Step step : values()) {
            if ((bits & step.bit) != 0) {
                steps.add(step);
            }
        }
        return steps;
    }
}
