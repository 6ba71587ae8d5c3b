package org.vidimus.daemon.explain;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.vidimus.daemon.text.Json;
import org.vidimus.daemon.text.NetworkText;
import org.vidimus.policy.base.AddressText;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.dkim.DkimResult;
import org.vidimus.policy.message.Author;
import org.vidimus.policy.pipeline.Disposition;
import org.vidimus.policy.pipeline.Evidence;
import org.vidimus.policy.pipeline.Limit;
import org.vidimus.policy.pipeline.OverrideRule;
import org.vidimus.policy.pipeline.PolicyOverride;

/// A checked message for programs: one JSON object. Every key is always there.
public final class CheckJson {
    private CheckJson() {}

    /// The object on one line.
    public static String of(Checked checked) {
        Optional<Evidence> evidence = checked.findings().evidence();
        var object = new LinkedHashMap<String, Object>();
        object.put("authenticationResults", field(checked));
        object.put(
                "spf",
                list(evidence.map(
                        found -> found.spf().stream().map(ResultJson::spf).toList())));
        object.put("dkim", list(evidence.map(found -> dkim(checked, found.dkim()))));
        object.put("arc", evidence.map(found -> ResultJson.arc(found.arc())));
        object.put("dmarc", evidence.map(CheckJson::dmarc));
        object.put("iprev", evidence.flatMap(Evidence::iprev).map(ResultJson::iprev));
        object.put("queries", list(evidence.map(found -> ResultJson.queries(found.queries()))));
        object.put("disposition", disposition(checked, evidence));
        object.put("policy", checked.run().map(run -> PolicyText.json(run, checked.findings())));
        object.put("envelope", envelope(checked));
        object.put("author", evidence.map(found -> author(found.author())));
        object.put("message", message(checked));
        return Json.of(object);
    }

    private static List<Map<String, Object>> list(Optional<List<Map<String, Object>>> found) {
        return found.orElse(List.of());
    }

    /// The value of the field on one line.
    private static Optional<String> field(Checked checked) {
        return checked.field()
                .map(field -> text(field.unfolded()).replace('\t', ' ').strip());
    }

    private static List<Map<String, Object>> dkim(Checked checked, List<DkimResult> results) {
        List<Map<String, Object>> objects = new ArrayList<>();
        for (int i = 0; i < results.size(); i++) {
            Map<String, Object> object = ResultJson.dkim(results.get(i));
            object.put(
                    "changedFields",
                    checked.changed(i, results.get(i)).stream()
                            .map(ChangedField::json)
                            .toList());
            objects.add(object);
        }
        return objects;
    }

    private static Map<String, Object> dmarc(Evidence found) {
        Map<String, Object> object = ResultJson.dmarc(found.dmarc());
        object.put("disposition", found.applied().word());
        object.put(
                "overrides",
                found.overrides().stream().map(PolicyOverride::toString).toList());
        return object;
    }

    private static Map<String, Object> disposition(Checked checked, Optional<Evidence> evidence) {
        var object = new LinkedHashMap<String, Object>();
        switch (checked.findings().disposition()) {
            case Disposition.Accept() -> {
                object.put("action", "accept");
                object.put("reply", Optional.empty());
            }
            case Disposition.Quarantine _ -> {
                object.put("action", "quarantine");
                object.put("reply", Optional.empty());
            }
            case Disposition.Discard _ -> {
                object.put("action", "discard");
                object.put("reply", Optional.empty());
            }
            case Disposition.Refuse refuse -> {
                object.put("action", refuse.code() < 500 ? "tempfail" : "reject");
                object.put("reply", refuse.line());
            }
        }
        object.put("override", evidence.flatMap(Evidence::rule).map(OverrideRule::name));
        object.put("reason", evidence.map(Evidence::decision));
        object.put(
                "limits",
                checked.findings().limits().stream().sorted().map(Limit::word).toList());
        object.put(
                "notes",
                checked.findings().notes().stream().map(Object::toString).toList());
        return object;
    }

    private static Map<String, Object> envelope(Checked checked) {
        Sender sender = checked.sender();
        var object = new LinkedHashMap<String, Object>();
        object.put("client", checked.order().client().map(AddressText::of));
        object.put("helo", checked.order().helo().map(CheckJson::text));
        object.put("mailFrom", sender.origin() == Sender.Origin.UNKNOWN ? Optional.empty() : text(sender.address()));
        object.put("mailFromSource", sender.origin().word());
        return object;
    }

    private static Map<String, Object> author(Author author) {
        var object = new LinkedHashMap<String, Object>();
        switch (author) {
            case Author.Single(var domain) -> object.put("domains", List.of(domain.toString()));
            case Author.Several(var domains) -> object.put("domains", ResultJson.strings(domains));
            case Author.None(String why) -> {
                object.put("domains", List.of());
                object.put("problem", why);
            }
            case Author.Unreadable(int offset, String why) -> {
                object.put("domains", List.of());
                object.put("problem", "octet " + (offset + 1) + ": " + why);
            }
        }
        object.putIfAbsent("problem", Optional.empty());
        return object;
    }

    private static Map<String, Object> message(Checked checked) {
        var object = new LinkedHashMap<String, Object>();
        object.put("name", checked.order().name());
        object.put("at", checked.order().at().toString());
        object.put("octets", checked.lines().octets());
        object.put("headerFields", checked.fields());
        object.put("linesInCrlf", checked.lines().crlf());
        object.put("linesInLf", checked.lines().lf());
        object.put("internationalized", checked.international());
        object.put("facts", checked.facts().words());
        return object;
    }

    private static String text(Bytes octets) {
        return NetworkText.decode(octets.toArray());
    }
}
