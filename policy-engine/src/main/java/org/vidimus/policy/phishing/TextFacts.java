package org.vidimus.policy.phishing;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.message.HeaderBlock;
import org.vidimus.policy.message.HeaderText;
import org.vidimus.policy.phishing.PhishingFact.Place;

/// Finds facts in what a message shows as text: display names and the subject.
final class TextFacts {
    private static final Bytes SUBJECT = Bytes.utf8("Subject");
    private static final int MOST_OCTETS = 8 << 10;

    private TextFacts() {}

    static List<PhishingFact> of(HeaderBlock header, Addresses addresses) {
        List<PhishingFact> facts = new ArrayList<>();
        names(Place.FROM, addresses.from(), facts);
        names(Place.REPLY_TO, addresses.replyTo(), facts);
        names(Place.SENDER, addresses.sender(), facts);
        for (HeaderBlock.Entry entry : header.entries()) {
            if (entry.field().isNamed(SUBJECT)) {
                Bytes value = entry.field().unfolded();
                text(Place.SUBJECT, HeaderText.decoded(value.slice(0, Math.min(value.length(), MOST_OCTETS))), facts);
                break;
            }
        }
        return facts;
    }

    /// All names of a field count as one text: a field is named once.
    private static void names(Place place, List<ShownMailbox> mailboxes, List<PhishingFact> facts) {
        text(place, mailboxes.stream().map(ShownMailbox::name).collect(Collectors.joining(" ")), facts);
    }

    private static void text(Place place, String text, List<PhishingFact> facts) {
        if (text.chars().allMatch(c -> c >= ' ' && c < 0x7F)) {
            return;
        }
        Set<TextTraits> traits = TextTraits.of(text);
        if (traits.contains(TextTraits.MIXED_SCRIPTS)) {
            facts.add(new PhishingFact.MixedScripts(place, PhishingFact.printable(text)));
        }
        Set<TextTraits> hidden = EnumSet.copyOf(EnumSet.allOf(TextTraits.class));
        hidden.remove(TextTraits.MIXED_SCRIPTS);
        hidden.retainAll(traits);
        if (!hidden.isEmpty()) {
            facts.add(new PhishingFact.HiddenCharacters(
                    place, hidden.stream().map(TextTraits::word).collect(Collectors.toSet())));
        }
    }
}
