package org.vidimus.daemon.explain;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.vidimus.policy.arc.ArcResult;
import org.vidimus.policy.base.AddressText;
import org.vidimus.policy.dkim.DkimResult;
import org.vidimus.policy.dmarc.DmarcPolicy;
import org.vidimus.policy.dmarc.DmarcResult;
import org.vidimus.policy.dns.DomainName;
import org.vidimus.policy.dns.Lookups;
import org.vidimus.policy.iprev.IprevResult;
import org.vidimus.policy.spf.SpfResult;
import org.vidimus.policy.spf.SpfTrace;

/// The result of each protocol as a JSON object, in the form that [org.vidimus.daemon.text.Json] writes. A key is
/// always there; where there is nothing to say its value is `null`.
final class ResultJson {
    private ResultJson() {}

    static Map<String, Object> spf(SpfResult result) {
        var object = new LinkedHashMap<String, Object>();
        object.put("identity", result.identity().word());
        object.put("domain", result.domain());
        object.put("result", result.verdict().word());
        object.put("mechanism", Reasons.mechanism(result.verdict()));
        object.put("explanation", Reasons.explanation(result.verdict()));
        object.put("problem", Reasons.problem(result.verdict()));
        object.put("trace", trace(result.trace()));
        return object;
    }

    private static List<Map<String, Object>> trace(List<SpfTrace> steps) {
        return steps.stream()
                .map(step -> {
                    var object = new LinkedHashMap<String, Object>();
                    object.put("what", step.what());
                    object.put("outcome", step.outcome());
                    object.put("below", trace(step.below()));
                    return (Map<String, Object>) object;
                })
                .toList();
    }

    static Map<String, Object> dkim(DkimResult result) {
        var object = new LinkedHashMap<String, Object>();
        object.put("result", result.verdict().word());
        object.put("domain", result.domain());
        object.put("selector", result.selector());
        object.put("identity", result.identity());
        object.put("algorithm", result.algorithm());
        object.put("keyBits", result.keyBits());
        object.put("testing", result.testing());
        object.put("bodyLimited", result.bodyLimited());
        object.put("reason", Reasons.of(result.verdict()));
        object.put("signature", result.signature());
        object.put("steps", result.steps());
        return object;
    }

    static Map<String, Object> arc(ArcResult result) {
        var object = new LinkedHashMap<String, Object>();
        object.put("result", result.status().word());
        object.put("instances", Reasons.instances(result));
        object.put(
                "sealers",
                strings(result.sealers().stream().map(ArcResult.Sealer::domain).toList()));
        object.put("reason", nonEmpty(result.reason()));
        object.put("oldestPass", result.status() == ArcResult.Status.PASS ? result.oldestPass() : Optional.empty());
        object.put("temporary", result.temporary());
        object.put("steps", result.steps());
        object.put("seals", result.sealers().stream().map(ResultJson::sealer).toList());
        return object;
    }

    private static Map<String, Object> sealer(ArcResult.Sealer sealer) {
        var object = new LinkedHashMap<String, Object>();
        object.put("instance", sealer.instance());
        object.put("domain", sealer.domain());
        object.put("selector", sealer.selector());
        return object;
    }

    static Map<String, Object> dmarc(DmarcResult result) {
        var object = new LinkedHashMap<String, Object>();
        object.put("result", result.status().word());
        object.put("fromDomain", result.fromDomain());
        object.put("policyDomain", result.policyDomain());
        object.put("organizationalDomain", result.organizationalDomain());
        object.put("policy", result.requested().map(DmarcPolicy::word));
        object.put("disposition", result.applicable().word());
        object.put("alignedSpf", result.alignedSpf());
        object.put("alignedDkim", result.alignedDkim());
        object.put("reason", nonEmpty(result.reason()));
        object.put("discovery", result.discovery().word());
        object.put("steps", result.steps());
        return object;
    }

    static Map<String, Object> iprev(IprevResult result) {
        var object = new LinkedHashMap<String, Object>();
        object.put("result", result.status().word());
        object.put("client", AddressText.of(result.client()));
        object.put("name", result.name());
        object.put("reason", nonEmpty(result.reason()));
        return object;
    }

    static List<Map<String, Object>> queries(List<Lookups.Asked> asked) {
        return asked.stream().map(ResultJson::query).toList();
    }

    private static Map<String, Object> query(Lookups.Asked asked) {
        var object = new LinkedHashMap<String, Object>();
        object.put("name", asked.question().name());
        object.put("type", asked.question().type().name());
        object.put("outcome", Answers.outcome(asked.answer()));
        object.put("records", Answers.records(asked.answer()));
        object.put("detail", Answers.detail(asked.answer()));
        return object;
    }

    static Optional<String> nonEmpty(String text) {
        return text.isEmpty() ? Optional.empty() : Optional.of(text);
    }

    static List<String> strings(Collection<DomainName> names) {
        return names.stream().map(DomainName::toString).toList();
    }
}
