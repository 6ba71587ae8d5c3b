package org.vidimus.milter.client;

/// The MTA that the client plays.
///
/// @param profile whose ways it has
/// @param host its own name, macro `j`
/// @param offer what it offers to filters. Default: [Offer#FULL]
public record Mta(MtaProfile profile, String host, Offer offer) {
    /// An MTA of today.
    public static Mta of(MtaProfile profile, String host) {
        return new Mta(profile, host, Offer.FULL);
    }

    /// With another offer.
    public Mta with(Offer other) {
        return new Mta(profile, host, other);
    }
}
