package org.vidimus.policy.dmarc;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.vidimus.policy.dns.DomainName;
import org.vidimus.policy.dns.Lookups;

/// Finds by walking up the DNS (§4.10).
final class WalkFinder implements DomainFinder {
    private final Lookups dns;
    private final Predicate<DomainName> suffix;
    private final Map<DomainName, TreeWalk> walks = new HashMap<>();
    private final Map<DomainName, TreeWalk.Query> asked = new LinkedHashMap<>();

    WalkFinder(Lookups dns, Predicate<DomainName> suffix) {
        this.dns = dns;
        this.suffix = suffix;
    }

    @Override
    public Policy policy(DomainName author) {
        TreeWalk.Query first = TreeWalk.ask(author, dns, suffix);
        asked.putIfAbsent(author, first);
        return switch (first.finding()) {
            // §4.10.1: the author's own record is the policy, whatever stands above it; no walk is needed.
            case TreeWalk.Finding.Published(DmarcRecord record, Optional<Boolean> _) ->
                new Policy.Found(author, record);
            case TreeWalk.Finding.Unavailable(String why) ->
                new Policy.Unknown("_dmarc." + author + " could not be asked: " + why);
            case TreeWalk.Finding.Nothing _, TreeWalk.Finding.Several _ -> inherited(walk(author));
        };
    }

    /// The record of the Organizational Domain, or else that of the public suffix above it.
    private static Policy inherited(TreeWalk walk) {
        Optional<DomainName> organization = walk.organizationalDomain();
        if (organization.isEmpty()) {
            return new Policy.Unknown(walk.failure().orElseThrow());
        }
        Optional<DmarcRecord> own = walk.recordAt(organization.get());
        if (own.isPresent()) {
            return new Policy.Found(organization.get(), own.get());
        }
        // Where the Organizational Domain is not one with a record, the walk ended at psd=y or found nothing at
        // all. Interpretation: a name that the cut to seven labels left out is not asked now, the walk has its
        // end.
        TreeWalk.Query last = walk.queries().getLast();
        return walk.recordAt(last.target())
                .<Policy>map(record -> new Policy.Found(last.target(), record))
                .orElseGet(() -> new Policy.Missing("no policy record for " + walk.start() + " or above it"));
    }

    @Override
    public Optional<DomainName> organizationalDomain(DomainName name) {
        return walk(name).organizationalDomain();
    }

    private TreeWalk walk(DomainName start) {
        TreeWalk walk = walks.computeIfAbsent(start, name -> TreeWalk.from(name, dns, suffix));
        walk.queries().forEach(query -> asked.putIfAbsent(query.target(), query));
        return walk;
    }

    @Override
    public List<TreeWalk.Query> queries() {
        return new ArrayList<>(asked.values());
    }
}
