package org.vidimus.milter.wire;

/// Versions of the milter protocol.
///
/// Version 3 added unknown commands, 4 added `DATA`, 6 everything after; 5 added nothing that can be used.
public final class Version {
    /// The newest, which both MTAs offer.
    public static final int NEWEST = 6;

    /// The oldest that can be spoken.
    public static final int OLDEST = 2;

    private Version() {}
}
