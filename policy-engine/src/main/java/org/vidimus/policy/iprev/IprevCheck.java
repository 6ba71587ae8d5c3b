package org.vidimus.policy.iprev;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.vidimus.policy.base.Budgets;
import org.vidimus.policy.base.Parsed;
import org.vidimus.policy.dns.Answer;
import org.vidimus.policy.dns.Data;
import org.vidimus.policy.dns.DomainName;
import org.vidimus.policy.dns.Lookups;
import org.vidimus.policy.dns.RecordType;
import org.vidimus.policy.dns.ReverseName;

/// The check itself ([RFC 8601 §3](https://www.rfc-editor.org/rfc/rfc8601#section-3)).
public final class IprevCheck {
    // RFC 8601 §3 leaves the number to us, and SPF sets the example.
    private static final int MAX_NAMES = Budgets.Spf.DEFAULT.ptrNames();

    private IprevCheck() {}

    /// Asks for the names of `client` and for their addresses, until one of them is `client`'s. Blocks while
    /// the DNS is asked.
    ///
    /// Of many names only the first ten are looked at, in the order of the alphabet, as the DNS gives them in
    /// any; so one address has the same name each time.
    public static IprevResult check(InetAddress client, Lookups dns) {
        return switch (dns.lookup(ReverseName.of(client), RecordType.PTR)) {
            // RFC 8601 §2.7.3: without PTR records the evaluation cannot be completed, ever.
            case Answer.NoRecords _, Answer.NoSuchName _ ->
                result(IprevResult.Status.PERMERROR, client, "no PTR record");
            case Answer.Unavailable(Answer.Cause cause, String _) ->
                result(IprevResult.Status.TEMPERROR, client, "PTR records: " + cause.word());
            case Answer.Found(List<Data> records, boolean _) -> confirm(client, names(records), dns);
        };
    }

    /// Names that no host can have are passed over: a PTR record may hold any octets, and what is confirmed
    /// here is printed and compared.
    private static List<DomainName> names(List<Data> records) {
        return records.stream()
                .flatMap(data -> data instanceof Data.Pointer(DomainName name) ? Stream.of(name) : Stream.empty())
                .filter(name -> DomainName.parse(name.toString()) instanceof Parsed.Ok<DomainName>)
                .distinct()
                .sorted()
                .limit(MAX_NAMES)
                .toList();
    }

    private static IprevResult confirm(InetAddress client, List<DomainName> names, Lookups dns) {
        RecordType type = client instanceof Inet4Address ? RecordType.A : RecordType.AAAA;
        Optional<Answer.Cause> unavailable = Optional.empty();
        for (DomainName name : names) {
            switch (dns.lookup(name, type)) {
                case Answer.Found(List<Data> records, boolean _) -> {
                    if (records.contains(new Data.Address(client))) {
                        return new IprevResult(IprevResult.Status.PASS, client, Optional.of(name), "");
                    }
                }
                case Answer.NoRecords _, Answer.NoSuchName _ -> {}
                case Answer.Unavailable(Answer.Cause cause, String _) -> unavailable = Optional.of(cause);
            }
        }
        // RFC 8601 §2.7.3: another name might have been the one.
        return unavailable
                .map(cause -> result(IprevResult.Status.TEMPERROR, client, "addresses: " + cause.word()))
                .orElseGet(() -> result(IprevResult.Status.FAIL, client, "no name has this address"));
    }

    private static IprevResult result(IprevResult.Status status, InetAddress client, String reason) {
        return new IprevResult(status, client, Optional.empty(), reason);
    }
}
