package org.vidimus.policy.spf;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.dns.Data;
import org.vidimus.policy.dns.DomainName;
import org.vidimus.policy.dns.RecordType;

/// The mechanisms that compare the client with addresses of hosts: `a` (§5.3) and `mx` (§5.4).
///
/// Confined to one call.
record Hosts(TermLookups lookups, ClientAddress client, int prefix4, int prefix6) {

    Step a(DomainName name, List<SpfTrace> trace) {
        return switch (lookups.lookup(name, client.type(), true, trace)) {
            case TermLookups.Result.Failed(SpfVerdict why, boolean _) -> new Step.Stop(why);
            case TermLookups.Result.Records(List<Data> records) -> matches(records);
        };
    }

    /// RFC 7208 §5.4: without an MX record there is no match, whatever addresses the domain itself has.
    Step mx(DomainName name, int limit, List<SpfTrace> trace) {
        return switch (lookups.lookup(name, RecordType.MX, true, trace)) {
            case TermLookups.Result.Failed(SpfVerdict why, boolean _) -> new Step.Stop(why);
            // RFC 7208 §4.6.4: more than 10 names are a permerror.
            case TermLookups.Result.Records(List<Data> records)
            when records.size() > limit ->
                new Step.Stop(new SpfVerdict.PermError("more than " + limit + " MX records"));
            case TermLookups.Result.Records(List<Data> records) -> anyOf(hosts(records), trace);
        };
    }

    /// In an order of their own, so that no rotation of the answer changes the result.
    private static List<DomainName> hosts(List<Data> records) {
        List<Data.Exchange> exchanges = new ArrayList<>();
        for (Data data : records) {
            if (data instanceof Data.Exchange exchange && exchange.host().isPresent()) { // RFC 7505: no host, no mail
                exchanges.add(exchange);
            }
        }
        exchanges.sort(Comparator.comparingInt(Data.Exchange::preference)
                .thenComparing(exchange -> exchange.host().orElseThrow()));
        return exchanges.stream().map(exchange -> exchange.host().orElseThrow()).toList();
    }

    private Step anyOf(List<DomainName> hosts, List<SpfTrace> trace) {
        for (DomainName host : hosts) {
            Step step = a(host, trace);
            if (!(step instanceof Step.NoMatch)) {
                return step;
            }
        }
        return new Step.NoMatch("");
    }

    private Step matches(List<Data> records) {
        for (Data data : records) {
            if (data instanceof Data.Address(var address)) {
                Bytes octets = Bytes.of(address.getAddress());
                int prefix = octets.length() == 4 ? prefix4 : prefix6;
                if (new Network(octets, prefix).contains(client.octets())) {
                    return new Step.Match();
                }
            }
        }
        return new Step.NoMatch("");
    }
}
