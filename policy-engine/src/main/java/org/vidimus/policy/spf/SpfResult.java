package org.vidimus.policy.spf;

import java.util.List;
import java.util.Optional;
import org.vidimus.policy.authres.ResultInfo;
import org.vidimus.policy.dns.DomainName;

/// The outcome of SPF for one identity.
///
/// Immutable.
///
/// @param identity which identity was checked
/// @param domain the domain of the identity; empty where it has none that could be looked up
/// @param verdict the result and its cause
/// @param trace what was evaluated, in order
public record SpfResult(SpfIdentity identity, Optional<DomainName> domain, SpfVerdict verdict, List<SpfTrace> trace) {
    /// Copies the list.
    public SpfResult {
        trace = List.copyOf(trace);
    }

    /// The result for Authentication-Results: `spf=pass (...) smtp.mailfrom=example.com`. The property is the
    /// domain alone, as the local-part was not checked ([RFC 8601
    /// §2.7.2](https://www.rfc-editor.org/rfc/rfc8601#section-2.7.2)), and is missing where there is no
    /// domain. The comment says why, without the explanation of the domain's owner.
    public ResultInfo toResultInfo() {
        List<ResultInfo.Property> properties = domain.stream()
                .map(name -> ResultInfo.Property.of("smtp", identity.word(), name.toString()))
                .toList();
        Optional<String> comment = Optional.of(SpfWords.comment(verdict));
        return new ResultInfo("spf", 1, verdict.word(), comment, Optional.empty(), properties);
    }
}
