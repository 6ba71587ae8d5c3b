package org.vidimus.policy.dmarc;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.vidimus.policy.dns.DomainName;
import org.vidimus.policy.dns.Lookups;

/// Finds by the public suffix list ([RFC 7489 §3.2,
/// §6.6.3](https://www.rfc-editor.org/rfc/rfc7489#section-6.6.3)).
final class SuffixFinder implements DomainFinder {
    private final Lookups dns;
    private final PublicSuffixList suffixes;
    private final boolean firstEdition;
    private final Map<DomainName, TreeWalk.Query> asked = new LinkedHashMap<>();

    SuffixFinder(Lookups dns, PublicSuffixList suffixes, boolean firstEdition) {
        this.dns = dns;
        this.suffixes = suffixes;
        this.firstEdition = firstEdition;
    }

    @Override
    public Policy policy(DomainName author) {
        DomainName suffix = suffixes.suffixOf(author);
        Set<DomainName> places = new LinkedHashSet<>(List.of(author, organization(author)));
        if (!firstEdition) {
            places.add(suffix); // §4.10.1: the third place; the first edition knew two
        }
        for (DomainName place : places) {
            TreeWalk.Query query = TreeWalk.ask(place, dns, _ -> false);
            asked.putIfAbsent(place, query);
            switch (query.finding()) {
                case TreeWalk.Finding.Published(DmarcRecord record, Optional<Boolean> psd) -> {
                    // A suffix speaks for what is below it only if it says that it is one.
                    if (place.equals(author) || !place.equals(suffix) || psd.equals(Optional.of(true))) {
                        return new Policy.Found(place, record);
                    }
                }
                case TreeWalk.Finding.Unavailable(String why) -> {
                    return new Policy.Unknown("_dmarc." + place + " could not be asked: " + why);
                }
                case TreeWalk.Finding.Several(int count) -> {
                    if (firstEdition) { // RFC 7489 §6.6.3, step 5: discovery ends there and then
                        return new Policy.Missing(count + " DMARC records at _dmarc." + place);
                    }
                }
                case TreeWalk.Finding.Nothing _ -> {}
            }
        }
        return new Policy.Missing("no policy record for " + author + " or its Organizational Domain");
    }

    @Override
    public Optional<DomainName> organizationalDomain(DomainName name) {
        return Optional.of(organization(name));
    }

    /// The registered domain; a public suffix is its own.
    private DomainName organization(DomainName name) {
        return suffixes.registeredDomain(name).orElse(name);
    }

    @Override
    public List<TreeWalk.Query> queries() {
        return new ArrayList<>(asked.values());
    }
}
