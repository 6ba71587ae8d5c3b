package org.vidimus.signer.arc;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.vidimus.signer.dkim.HeaderSelection;
import org.vidimus.signer.dkim.Layout;
import org.vidimus.signer.dkim.TagOrder;

/// How ARC sets are made. The canonicalization is relaxed/relaxed, and there is no x= and no l=: a chain is
/// meant to outlast the hop.
///
/// Immutable.
///
/// @param headers which fields the message signature covers; existing DKIM-Signature fields are covered
///     besides (§4.1.2), Authentication-Results and fields of ARC never. Default: [HeaderSelection#DEFAULT]
/// @param timestamp whether t= says when the set was made. Default: true
/// @param comments whether the results keep their comments. Some readers cannot skip them and call the chain
///     broken. Default: false
/// @param messageTags the order of the tags of ARC-Message-Signature. Default: `i a c d s t h bh b`
/// @param sealTags the order of the tags of ARC-Seal. Default: `i a t cv d s b`
/// @param layout how lines are broken. Default: [Layout#DEFAULT]
public record SealingProfile(
        HeaderSelection headers,
        boolean timestamp,
        boolean comments,
        TagOrder messageTags,
        TagOrder sealTags,
        Layout layout) {
    private static final String DKIM_SIGNATURE = "dkim-signature";

    /// All defaults.
    public static final SealingProfile DEFAULT = new SealingProfile(
            HeaderSelection.DEFAULT,
            true,
            false,
            new TagOrder(List.of("i", "a", "c", "d", "s", "t", "h", "bh", "b")),
            new TagOrder(List.of("i", "a", "t", "cv", "d", "s", "b")),
            Layout.DEFAULT);

    /// The same with other fields covered.
    public SealingProfile with(HeaderSelection other) {
        return new SealingProfile(other, timestamp, comments, messageTags, sealTags, layout);
    }

    /// What the message signature covers: without what may not be covered, with the signatures there are
    /// (§4.1.2).
    HeaderSelection covered() {
        Set<String> signed = permitted(headers.signed());
        signed.add(DKIM_SIGNATURE);
        return new HeaderSelection(signed, permitted(headers.oversigned()), headers.addedLater());
    }

    private static Set<String> permitted(Set<String> names) {
        return names.stream()
                .filter(name -> HeaderSelection.refusal(name).isEmpty())
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
