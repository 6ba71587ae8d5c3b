package org.vidimus.policy.spf;

import java.util.Optional;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.dns.Data;
import org.vidimus.policy.dns.DomainName;

/// What the trace and the comments say. All of it is printable ASCII.
final class SpfWords {
    private static final int MAX_TEXT = 100;

    private SpfWords() {}

    /// A record of the DNS.
    static String of(Data data) {
        return switch (data) {
            case Data.Address(var address) -> ClientAddress.of(address).readable();
            case Data.Exchange(int preference, Optional<DomainName> host) ->
                preference + " " + host.map(DomainName::toString).orElse(".");
            case Data.Pointer(DomainName name) -> name.toString();
            case Data.Text(Bytes value) -> '"' + value.excerpt(MAX_TEXT) + '"';
        };
    }

    /// A verdict in one line, for the trace.
    static String of(SpfVerdict verdict) {
        return verdict.word() + ", " + comment(verdict);
    }

    /// Why it is this verdict, without an address and without the sender's local-part.
    static String comment(SpfVerdict verdict) {
        return switch (verdict) {
            case SpfVerdict.Pass(String mechanism) -> mechanism + " permits the client";
            case SpfVerdict.Fail(String mechanism, Optional<String> _) -> mechanism + " forbids the client";
            case SpfVerdict.SoftFail(String mechanism) -> mechanism + " discourages the client";
            case SpfVerdict.Neutral(Optional<String> mechanism) ->
                mechanism.map(m -> m + " says nothing about the client").orElse("nothing in the record matched");
            case SpfVerdict.None(String problem) -> problem;
            case SpfVerdict.TempError(String problem) -> problem;
            case SpfVerdict.PermError(String problem) -> problem;
        };
    }
}
