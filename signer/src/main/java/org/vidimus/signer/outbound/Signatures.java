package org.vidimus.signer.outbound;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.vidimus.policy.dkim.BodyHashes;
import org.vidimus.policy.dns.DomainName;
import org.vidimus.policy.message.HeaderBlock;
import org.vidimus.policy.message.HeaderField;
import org.vidimus.policy.message.HeaderForm;
import org.vidimus.signer.dkim.DkimSigner;
import org.vidimus.signer.key.DomainKey;
import org.vidimus.signer.rules.PlannedSignature;

/// The signatures of one message in the making. Confined to its thread.
final class Signatures {
    private final HeaderForm form;
    private final List<Item> items;
    private final Optional<OwnSignatures.Check> own;

    private record Item(DomainKey key, DkimSigner signer) {}

    /// A signature that was made.
    record Made(DomainKey key, HeaderField field) {}

    /// A key that failed.
    record Failed(DomainKey key, String why) {}

    /// What came of them.
    ///
    /// @param made in the order in which they are put on top
    /// @param kept keys whose signature was there already and is good
    /// @param failed keys that failed
    record Result(List<Made> made, List<DomainKey> kept, List<Failed> failed) {
        /// The domains whose keys have failed and that have no signature by another.
        Set<DomainName> unsigned() {
            Set<DomainName> domains = new HashSet<>();
            failed.forEach(failure -> domains.add(failure.key().domain()));
            made.forEach(signature -> domains.remove(signature.key().domain()));
            kept.forEach(key -> domains.remove(key.domain()));
            return domains;
        }
    }

    private Signatures(HeaderForm form, List<Item> items, Optional<OwnSignatures.Check> own) {
        this.form = form;
        this.items = items;
        this.own = own;
    }

    /// Begins them, before the body.
    ///
    /// @param own finds those that are there already; empty if nobody is to look
    static Signatures begin(
            List<PlannedSignature> planned,
            HeaderBlock header,
            HeaderForm form,
            BodyHashes bodies,
            Optional<OwnSignatures> own) {
        List<Item> items = planned.stream()
                .map(plan ->
                        new Item(plan.key(), DkimSigner.begin(plan.key(), plan.profile(), plan.identity(), bodies)))
                .toList();
        List<DomainKey> keys = items.stream().map(Item::key).toList();
        return new Signatures(form, items, own.flatMap(finder -> finder.begin(header, form, keys, bodies)));
    }

    /// Makes those that are missing, after the body.
    Result finish(HeaderBlock header, SigningTasks tasks, Instant now) {
        Set<String> good = own.map(OwnSignatures.Check::good).orElse(Set.of());
        List<DomainKey> kept = new ArrayList<>();
        List<Item> missing = new ArrayList<>();
        for (Item item : items) {
            if (good.contains(item.key().selector() + ":" + item.key().domain())) {
                kept.add(item.key());
            } else {
                missing.add(item);
            }
        }
        List<SigningTasks.Result> results = tasks.run(missing.stream()
                .map(item -> new SigningTasks.Task(
                        item.key().key().mayWait(), () -> item.signer().finish(header, form, now)))
                .toList());
        List<Made> made = new ArrayList<>();
        List<Failed> failed = new ArrayList<>();
        for (int i = 0; i < missing.size(); i++) {
            DomainKey key = missing.get(i).key();
            switch (results.get(i)) {
                case SigningTasks.Result.Made(HeaderField field) -> made.add(new Made(key, field));
                case SigningTasks.Result.Failed(String why) -> failed.add(new Failed(key, why));
            }
        }
        return new Result(made, kept, failed);
    }

    /// Gives up.
    void cancel() {
        own.ifPresent(OwnSignatures.Check::cancel);
    }
}
