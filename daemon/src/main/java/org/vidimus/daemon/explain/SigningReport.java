package org.vidimus.daemon.explain;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.vidimus.daemon.text.Json;
import org.vidimus.policy.dns.Lookups;
import org.vidimus.policy.pipeline.Skip;
import org.vidimus.signer.key.DomainKey;
import org.vidimus.signer.key.KeyRecordText;
import org.vidimus.signer.rules.Decision;
import org.vidimus.signer.rules.Decision.Outcome;
import org.vidimus.signer.rules.PlannedSignature;
import org.vidimus.signer.rules.UnsignedReason;

/// Whether a message would be signed, how that was decided, and whether receivers could verify it.
///
/// Immutable.
///
/// @param from the author
/// @param inside why the message counts as mail from inside; empty for mail from outside
/// @param door where it comes in and what that means, in a few words
/// @param decision what is decided
/// @param records what the DNS has for each planned signature, in their order
/// @param warnings what is wrong with keys and tables, whether or not this message is concerned
/// @param queries what was asked
public record SigningReport(
        String from,
        Optional<Skip> inside,
        String door,
        Decision decision,
        List<Published> records,
        List<String> warnings,
        List<Lookups.Asked> queries) {
    private static final int LABEL = 12;

    /// What the DNS has for a key.
    ///
    /// @param good whether signatures of the key can be verified
    public record Published(boolean good, String what) {}

    /// Copies the lists.
    public SigningReport {
        records = List.copyOf(records);
        warnings = List.copyOf(warnings);
        queries = List.copyOf(queries);
    }

    /// Whether the message would get a signature.
    public boolean signed() {
        return decision.outcome() instanceof Outcome.Sign;
    }

    /// For people.
    public Page page() {
        Page page = new Page().text(0, Span.strong(from)).blank();
        verdict(page);
        page.heading("WHERE FROM");
        page.entry(
                1,
                LABEL,
                Span.plain(inside.isPresent() ? "inside" : "outside"),
                Span.plain(inside.map(why -> "because of: " + why.word()).orElse("mail from outside is never signed")));
        page.entry(1, LABEL, Span.plain("door"), Span.plain(door));
        page.heading("STEPS");
        if (decision.steps().isEmpty()) {
            page.text(1, Span.plain("none: nothing is configured that signs"));
        }
        decision.steps().forEach(step -> {
            page.point(1, Span.plain(step.what()));
            if (!step.place().isEmpty()) {
                page.text(2, Span.faint(step.place()));
            }
        });
        signatures(page);
        if (!warnings.isEmpty()) {
            page.heading("WARNINGS");
            warnings.forEach(warning -> page.text(1, new Span(Style.DOUBT, "warning:"), Span.plain(" " + warning)));
        }
        if (!queries.isEmpty()) {
            Answers.section(page, queries);
        }
        return page;
    }

    private void verdict(Page page) {
        switch (decision.outcome()) {
            case Outcome.Sign(List<PlannedSignature> planned, List<Decision.Unusable> unusable) -> {
                boolean verifiable = records.stream().allMatch(Published::good);
                page.text(
                        1,
                        new Span(verifiable ? Style.GOOD : Style.DOUBT, "SIGNED"),
                        Span.plain("  " + planned.size() + (planned.size() == 1 ? " signature" : " signatures")
                                + (verifiable ? "" : ", but not all can be verified: see below")));
                unusable.forEach(key -> page.text(
                        1, new Span(Style.DOUBT, "without"), Span.plain(" " + key.domain() + ": " + key.why())));
            }
            case Outcome.Unsigned(UnsignedReason reason) ->
                page.text(
                        1, new Span(Style.BAD, "NOT SIGNED"), Span.plain("  " + reason.word() + ": it goes as it is"));
            case Outcome.Defer(UnsignedReason reason, String why) ->
                page.text(1, new Span(Style.BAD, "PUT OFF (451)"), Span.plain("  " + reason.word() + ": " + why));
            case Outcome.Refuse(UnsignedReason reason, String why) ->
                page.text(1, new Span(Style.BAD, "REFUSED (550)"), Span.plain("  " + reason.word() + ": " + why));
        }
    }

    private void signatures(Page page) {
        if (!(decision.outcome() instanceof Outcome.Sign(List<PlannedSignature> planned, var _))) {
            return;
        }
        page.heading("SIGNATURES");
        for (int i = 0; i < planned.size(); i++) {
            PlannedSignature signature = planned.get(i);
            page.text(
                    1,
                    Span.plain("d=" + signature.key().domain() + " s="
                            + signature.key().selector() + " a="
                            + signature.key().key().algorithm().word() + " ("
                            + signature.key().key().bits() + " bits) c="
                            + signature.profile().canonicalization()
                            + signature.identity().map(id -> " i=" + id).orElse("")
                            + signature
                                    .profile()
                                    .lifetime()
                                    .map(time -> ", good for " + days(time))
                                    .orElse("")));
            if (i < records.size()) {
                Published record = records.get(i);
                page.text(2, new Span(record.good() ? Style.GOOD : Style.BAD, "record " + record.what()));
                if (!record.good()) {
                    wanted(page, signature.key());
                }
            }
        }
    }

    /// What has to stand in the DNS.
    private static void wanted(Page page, DomainKey key) {
        page.text(
                2, Span.plain("what belongs there, as TXT at " + key.selector() + "._domainkey." + key.domain() + ":"));
        page.verbatim(2, Span.plain(KeyRecordText.of(key.key()).line()));
    }

    private static String days(Duration time) {
        return time.toHours() % 24 == 0 ? time.toDays() + " d" : time.toHours() + " h";
    }

    /// For programs.
    public String json() {
        var object = new LinkedHashMap<String, Object>();
        object.put("from", from);
        object.put("outcome", word());
        object.put("reason", reason().map(UnsignedReason::word));
        object.put("inside", inside.map(Skip::word));
        object.put("door", door);
        object.put(
                "steps",
                decision.steps().stream()
                        .map(step -> Map.of("place", step.place(), "what", step.what()))
                        .toList());
        object.put("signatures", signatureObjects());
        object.put("warnings", warnings);
        object.put("queries", ResultJson.queries(queries));
        return Json.of(object);
    }

    private String word() {
        return switch (decision.outcome()) {
            case Outcome.Sign _ -> "signed";
            case Outcome.Unsigned _ -> "unsigned";
            case Outcome.Defer _ -> "tempfail";
            case Outcome.Refuse _ -> "reject";
        };
    }

    private Optional<UnsignedReason> reason() {
        return switch (decision.outcome()) {
            case Outcome.Sign _ -> Optional.empty();
            case Outcome.Unsigned(UnsignedReason reason) -> Optional.of(reason);
            case Outcome.Defer(UnsignedReason reason, String _) -> Optional.of(reason);
            case Outcome.Refuse(UnsignedReason reason, String _) -> Optional.of(reason);
        };
    }

    private List<Map<String, Object>> signatureObjects() {
        List<Map<String, Object>> objects = new ArrayList<>();
        if (decision.outcome() instanceof Outcome.Sign(List<PlannedSignature> planned, var _)) {
            for (int i = 0; i < planned.size(); i++) {
                PlannedSignature signature = planned.get(i);
                Map<String, Object> object = new LinkedHashMap<>();
                object.put("domain", signature.key().domain());
                object.put("selector", signature.key().selector());
                object.put("algorithm", signature.key().key().algorithm().word());
                object.put("bits", signature.key().key().bits());
                object.put("canonicalization", signature.profile().canonicalization());
                object.put("identity", signature.identity());
                object.put(
                        "verifiable",
                        i < records.size() ? Optional.of(records.get(i).good()) : Optional.empty());
                object.put(
                        "record",
                        i < records.size() ? Optional.of(records.get(i).what()) : Optional.empty());
                objects.add(object);
            }
        }
        return objects;
    }
}
