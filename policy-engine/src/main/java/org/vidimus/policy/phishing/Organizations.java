package org.vidimus.policy.phishing;

import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.vidimus.policy.dmarc.PublicSuffixList;
import org.vidimus.policy.dns.DomainName;

/// Says which part of a name somebody registered, without asking the DNS: `mail.example.co.uk` belongs to
/// `example.co.uk`.
///
/// With a public suffix list that is exact. Without one the suffix is the last label, or the last two where these
/// look like `co.uk`: a country's two letters behind one of the words that registries use. Then customers of one
/// provider (`ann.blogs.example`, `bob.blogs.example`) count as one organisation: facts are missed rather than made
/// up. DMARC's own way, a walk up the DNS, is not used: names in a Reply-To or in a link would let whoever writes
/// them make us ask.
///
/// Immutable.
public final class Organizations {
    /// What stands before a country's two letters where names are registered one level further down.
    private static final Set<String> SECOND_LEVEL = Set.of(
            "ac", "ad", "adv", "art", "asn", "asso", "biz", "co", "com", "ed", "edu", "gen", "go", "gob", "gouv", "gov",
            "govt", "gr", "id", "in", "ind", "info", "lg", "ltd", "me", "mil", "name", "ne", "net", "nhs", "nic", "nom",
            "or", "org", "plc", "police", "pro", "sch", "school", "web");

    private static final int COUNTRY = 2;

    private final @Nullable PublicSuffixList suffixes;

    private Organizations(@Nullable PublicSuffixList suffixes) {
        this.suffixes = suffixes;
    }

    /// By the list where there is one, otherwise by the look of the labels.
    public static Organizations of(Optional<PublicSuffixList> suffixes) {
        return new Organizations(suffixes.orElse(null));
    }

    /// The registered domain that `name` is or stands below; `name` itself where it is a public suffix.
    public DomainName organization(DomainName name) {
        return suffixes == null
                ? name.rightmost(suffixLabels(name) + 1)
                : suffixes.registeredDomain(name).orElse(name);
    }

    private static int suffixLabels(DomainName name) {
        if (name.labelCount() <= 2) {
            return 1;
        }
        DomainName end = name.rightmost(2);
        String text = end.toString();
        int dot = text.indexOf('.');
        return text.length() - dot - 1 == COUNTRY && SECOND_LEVEL.contains(text.substring(0, dot)) ? 2 : 1;
    }

    /// Whether both belong to the same organisation.
    public boolean same(DomainName one, DomainName other) {
        return organization(one).equals(organization(other));
    }
}
