package org.vidimus.policy.spf;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.dns.Data;
import org.vidimus.policy.dns.DomainName;
import org.vidimus.policy.dns.RecordType;

/// The names of the client: those of its PTR records that have its address (§5.5). For the mechanism `ptr` and
/// the macro `%{p}`.
///
/// Only the first names count (§4.6.4), and only those are looked up that can matter. Three times the text has
/// to be read:
///
/// - Interpretation: the first names are those of the alphabet, as the DNS may give them in any order.
/// - Interpretation: lookups of these names do not count as void ones. The owner of the address chooses them,
///   and could otherwise turn a fail into a permerror.
/// - Interpretation: `%{p}` is no term, so it costs none of the ten. It is the same few lookups all through an
///   evaluation.
///
/// Confined to one evaluation.
final class ClientNames {
    /// RFC 7208 §7.3: what `%{p}` is without a validated name.
    private static final String UNKNOWN = "unknown";

    private final ClientAddress client;
    private final TermLookups lookups;
    private final int limit;

    ClientNames(ClientAddress client, TermLookups lookups, int limit) {
        this.client = client;
        this.lookups = lookups;
        this.limit = limit;
    }

    /// The mechanism `ptr`: is a validated name within `target`?
    Step matchWithin(DomainName target, List<SpfTrace> trace) {
        return switch (lookups.lookup(client.reverseName(), RecordType.PTR, true, trace)) {
            // RFC 7208 §5.5: if the DNS fails, the mechanism does not match. Interpretation: limits of ours
            // stop the evaluation all the same, as they say nothing about the DNS.
            case TermLookups.Result.Failed(SpfVerdict why, boolean byServer) ->
                byServer ? new Step.NoMatch("no PTR records to be had") : new Step.Stop(why);
            case TermLookups.Result.Records(List<Data> records) -> anyWithin(target, names(records), trace);
        };
    }

    private Step anyWithin(DomainName target, List<DomainName> names, List<SpfTrace> trace) {
        for (DomainName name : names) {
            if (name.isWithin(target)) {
                Step step = validate(name, trace);
                if (!(step instanceof Step.NoMatch)) {
                    return step;
                }
            }
        }
        return new Step.NoMatch("");
    }

    /// The macro `%{p}`: a validated name, best `domain` itself, then one below it, then any (§7.3).
    String best(DomainName domain, List<SpfTrace> trace) {
        TermLookups.Result pointers = lookups.lookup(client.reverseName(), RecordType.PTR, false, trace);
        if (!(pointers instanceof TermLookups.Result.Records(List<Data> records))) {
            return UNKNOWN;
        }
        List<DomainName> names = names(records);
        return first(names.stream().filter(domain::equals).toList(), trace)
                .or(() -> first(
                        names.stream().filter(name -> isBelow(name, domain)).toList(), trace))
                .or(() -> first(
                        names.stream().filter(name -> !name.isWithin(domain)).toList(), trace))
                .map(DomainName::toString)
                .orElse(UNKNOWN);
    }

    private static boolean isBelow(DomainName name, DomainName domain) {
        return name.isWithin(domain) && !name.equals(domain);
    }

    private Optional<DomainName> first(List<DomainName> names, List<SpfTrace> trace) {
        for (DomainName name : names) {
            if (validate(name, trace) instanceof Step.Match) {
                return Optional.of(name);
            }
        }
        return Optional.empty();
    }

    private List<DomainName> names(List<Data> records) {
        List<DomainName> names = new ArrayList<>();
        for (Data data : records) {
            if (data instanceof Data.Pointer(DomainName name)) {
                names.add(name);
            }
        }
        return names.stream().distinct().sorted().limit(limit).toList();
    }

    /// RFC 7208 §5.5: a name whose lookup fails is skipped.
    private Step validate(DomainName name, List<SpfTrace> trace) {
        return switch (lookups.lookup(name, client.type(), false, trace)) {
            case TermLookups.Result.Failed(SpfVerdict why, boolean byServer) ->
                byServer ? new Step.NoMatch("") : new Step.Stop(why);
            case TermLookups.Result.Records(List<Data> records) ->
                records.stream().anyMatch(this::isClient) ? new Step.Match() : new Step.NoMatch("");
        };
    }

    private boolean isClient(Data data) {
        return data instanceof Data.Address(var address)
                && Bytes.of(address.getAddress()).equals(client.octets());
    }
}
