package org.vidimus.policy.dkim;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.vidimus.policy.authres.ResultInfo;
import org.vidimus.policy.dns.DomainName;

/// The outcome of one DKIM-Signature field.
///
/// Immutable. Texts are printable ASCII, escaped where the field had something else.
///
/// @param verdict the result and its cause
/// @param domain the signing domain (SDID, d=) where it could be read
/// @param selector the selector (s=) where it could be read
/// @param identity the agent or user (AUID, i=), as written or `@` and the domain
/// @param algorithm the algorithm (a=) as written, such as `rsa-sha256`
/// @param signature the beginning of the signature (b=) in base64, for header.b ([RFC 6008
///     §4](https://www.rfc-editor.org/rfc/rfc6008#section-4)); as long as it takes to tell the signatures of
///     this message apart, at least 8 characters where there are as many
/// @param keyBits the size of the key; empty where none was had
/// @param testing whether the key says t=y (§3.6.1)
/// @param bodyLimited whether l= left a part of the body out
/// @param steps what was done, for people: what was hashed, which key, what differed
public record DkimResult(
        DkimVerdict verdict,
        Optional<DomainName> domain,
        Optional<String> selector,
        Optional<String> identity,
        Optional<String> algorithm,
        Optional<String> signature,
        OptionalInt keyBits,
        boolean testing,
        boolean bodyLimited,
        List<String> steps) {
    /// Copies the list.
    public DkimResult {
        steps = List.copyOf(steps);
    }

    /// The statement for an Authentication-Results field ([RFC 8601
    /// §2.7.1](https://www.rfc-editor.org/rfc/rfc8601#section-2.7.1)). Of the identity only the domain is
    /// there: nothing vouches for its local-part (RFC 8601 §4).
    public ResultInfo toResultInfo() {
        List<ResultInfo.Property> properties = new ArrayList<>();
        domain.ifPresent(d -> properties.add(ResultInfo.Property.of("header", "d", d.toString())));
        identity.ifPresent(i ->
                properties.add(ResultInfo.Property.of("header", "i", i.substring(Math.max(i.lastIndexOf('@'), 0)))));
        selector.ifPresent(s -> properties.add(ResultInfo.Property.of("header", "s", s)));
        algorithm.ifPresent(a -> properties.add(ResultInfo.Property.of("header", "a", a)));
        signature.ifPresent(b -> properties.add(ResultInfo.Property.of("header", "b", b)));
        return new ResultInfo(
                "dkim",
                1,
                verdict.word(),
                testing ? Optional.of("testing") : Optional.empty(),
                verdict.problem().map(DkimProblem::text),
                properties);
    }
}
