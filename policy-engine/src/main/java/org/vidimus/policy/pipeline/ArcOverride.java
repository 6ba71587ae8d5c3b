package org.vidimus.policy.pipeline;

import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.vidimus.policy.arc.ArcResult;
import org.vidimus.policy.arc.ArcResult.Sealer;
import org.vidimus.policy.authres.ResultInfo.Property;
import org.vidimus.policy.dns.DomainName;

/// Mail that is taken although it fails, because of what trusted forwarders have sealed.
final class ArcOverride {
    private static final Pattern ADDRESS = Pattern.compile("[0-9A-Fa-f:.]{2,45}");

    private ArcOverride() {}

    /// Why a message of `author` is believed; empty if no chain speaks for it. A seal alone does not: an honest
    /// forwarder seals forged mail as well, and writes down that it failed ([ArcResult#vouchesFor]).
    static Optional<PolicyOverride> of(ArcResult arc, DomainName author, TrustSettings trust) {
        return arc.vouchesFor(author, trust::trustsSealer)
                ? Optional.of(new PolicyOverride(PolicyOverride.Kind.LOCAL_POLICY, comment(arc)))
                : Optional.empty();
    }

    /// The reason as aggregate reports give it ([RFC 8617
    /// §7.2.2](https://www.rfc-editor.org/rfc/rfc8617#section-7.2.2)).
    private static String comment(ArcResult arc) {
        String chain = arc.sealers().reversed().stream()
                .map(s -> " as[%d].d=%s as[%d].s=%s".formatted(s.instance(), s.domain(), s.instance(), s.selector()))
                .collect(Collectors.joining());
        Optional<String> first = arc.sealers().stream()
                .limit(1)
                .map(Sealer::report)
                .flatMap(Optional::stream)
                .flatMap(report -> report.results().stream())
                .flatMap(info -> info.properties().stream())
                .filter(p -> p.ptype().equals("smtp") && p.name().equals("remote-ip"))
                .map(Property::value)
                .filter(value -> ADDRESS.matcher(value).matches())
                .findFirst();
        return "arc=pass" + chain + first.map(ip -> " remote-ip[1]=" + ip).orElse("");
    }
}
