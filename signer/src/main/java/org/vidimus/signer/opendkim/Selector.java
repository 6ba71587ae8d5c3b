package org.vidimus.signer.opendkim;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.vidimus.signer.rules.Decision.Step;
import org.vidimus.signer.rules.UnsignedReason;

/// Chooses the keys for one sender. Confined to one decision.
final class Selector {
    private final Rules rules;
    private final Senders.Sender from;
    private final List<Step> steps;

    Selector(Rules rules, Senders.Sender from, List<Step> steps) {
        this.rules = rules;
        this.from = from;
        this.steps = steps;
    }

    /// A signature that is to be made.
    ///
    /// @param domain d= as the tables have it
    /// @param selector s= as the tables have it
    /// @param signer what i= is to say; empty if nothing
    /// @param algorithm the algorithm that the table asks for
    /// @param place the line behind it
    record Wanted(
            String domain, String selector, String signer, KeyMaterial key, Optional<String> algorithm, Place place) {}

    /// What was chosen.
    sealed interface Choice {
        /// Sign with these, the first lowest.
        record Keys(List<Wanted> wanted) implements Choice {
            public Keys {
                wanted = List.copyOf(wanted);
            }
        }

        /// Nothing is for the sender, or the client is not from inside.
        record None() implements Choice {}

        /// The domain is one of ours, the client is not from inside.
        record Foreign() implements Choice {}

        /// The tables cannot be followed to a key.
        record Problem(UnsignedReason reason, String why) implements Choice {}
    }

    /// @param inside whether the client's mail may be signed; SigningTable is not asked otherwise
    Choice choose(boolean inside) {
        return switch (rules.selection()) {
            case Rules.Selection.Nothing() -> new Choice.None();
            case Rules.Selection.Domains domains -> single(domains, inside);
            case Rules.Selection.Tables tables -> inside ? tables(tables) : new Choice.None();
        };
    }

    private Choice single(Rules.Selection.Domains selection, boolean inside) {
        String domain = from.domain();
        Optional<Dataset.Entry> hit =
                selection.domains().get(domain).or(() -> selection.domains().get("*"));
        String signer = "";
        for (int dot = domain.indexOf('.'); selection.subdomains() && hit.isEmpty() && dot >= 0; ) {
            String parent = domain.substring(dot + 1);
            hit = parent.isEmpty() ? hit : selection.domains().get(parent);
            if (hit.isPresent()) {
                domain = parent;
                signer = "@" + parent;
            } else {
                dot = from.domain().indexOf('.', dot + 1);
            }
        }
        steps.add(new Step(
                hit.map(entry -> entry.place().toString()).orElse(""),
                hit.isPresent()
                        ? "Domain: " + CText.shown(hit.get().key())
                        : "Domain: nothing for " + CText.shown(domain)));
        if (hit.isEmpty()) {
            return new Choice.None();
        }
        if (!inside) {
            return new Choice.Foreign();
        }
        return new Choice.Keys(List.of(new Wanted(
                domain, selection.selector(), signer, selection.key(), Optional.empty(), selection.place())));
    }

    private Choice tables(Rules.Selection.Tables tables) {
        List<Wanted> wanted = new ArrayList<>();
        List<SigningTable.Found> lines = tables.signing().lookup(from.user(), from.domain(), tables.several());
        for (SigningTable.Found line : lines) {
            switch (line) {
                case SigningTable.Found.Broken(Dataset.Entry entry, String why) -> {
                    return problem(UnsignedReason.NO_KEY, entry.place() + ": " + why);
                }
                case SigningTable.Found.Line(SigningTable.Hit hit) -> {
                    steps.add(new Step(
                            hit.entry().place().toString(),
                            "SigningTable: " + CText.shown(hit.entry().key()) + " for " + CText.shown(hit.asked())
                                    + ": key " + CText.shown(hit.keyName())));
                    Optional<Choice> stop = key(tables, hit, wanted);
                    if (stop.isPresent()) {
                        return stop.get();
                    }
                }
            }
        }
        if (wanted.isEmpty()) {
            steps.add(new Step(
                    tables.place().toString(),
                    "SigningTable: nothing for " + CText.shown(from.user() + "@" + from.domain())));
            return new Choice.None();
        }
        return new Choice.Keys(survivors(wanted));
    }

    /// Deviation in [Dialect#MIGRATE]: OpenDKIM 2.11 does not move the end of its list, so of three signatures and
    /// more only the first and the last are made.
    private List<Wanted> survivors(List<Wanted> wanted) {
        return rules.making().dialect() == Dialect.STRICT && wanted.size() > 2
                ? List.of(wanted.getFirst(), wanted.getLast())
                : wanted;
    }

    private Optional<Choice> key(Rules.Selection.Tables tables, SigningTable.Hit hit, List<Wanted> wanted) {
        return switch (tables.table().lookup(hit.keyName(), from.domain())) {
            case KeyTable.Row.Unknown() ->
                Optional.of(problem(
                        UnsignedReason.NO_KEY,
                        hit.entry().place() + ": KeyTable has no key " + CText.shown(hit.keyName())));
            case KeyTable.Row.Corrupt(Dataset.Entry entry) ->
                Optional.of(problem(
                        UnsignedReason.BROKEN_KEY,
                        entry.place() + ": KeyTable wants three fields, domain:selector:key"));
            case KeyTable.Row.Key row -> {
                KeyMaterial material = tables.keys().key(row.key());
                Place place = row.entry().place();
                if (material instanceof KeyMaterial.Unreadable(String why)) {
                    yield Optional.of(problem(
                            UnsignedReason.BROKEN_KEY,
                            place + ": " + (row.isPath() ? CText.shown(row.key()) + ": " : "") + why));
                }
                steps.add(new Step(
                        place.toString(),
                        "KeyTable: d=" + CText.shown(row.domain()) + " s=" + CText.shown(row.selector())));
                wanted.add(new Wanted(row.domain(), row.selector(), hit.signer(), material, row.algorithm(), place));
                yield Optional.empty();
            }
        };
    }

    private Choice problem(UnsignedReason reason, String why) {
        steps.add(new Step("", "put off: " + why));
        return new Choice.Problem(reason, why);
    }
}
