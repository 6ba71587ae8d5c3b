package org.vidimus.signer.opendkim;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.base.Parsed;
import org.vidimus.policy.dkim.SignatureAlgorithm;
import org.vidimus.policy.dns.DomainName;
import org.vidimus.signer.rules.AddressPattern;
import org.vidimus.signer.rules.AddressPattern.Host;

/// Makes native rules of the tables, in an order that gives the same results. What native rules cannot say is an
/// obstacle.
///
/// A native rule is for one set of addresses, and the first that is for an author decides. OpenDKIM's questions have
/// another order, and with MultipleSignatures all lines count. So the sets of all lines, and what any two of them
/// have in common, are taken from the narrowest to the broadest, and for each it is worked out which lines OpenDKIM
/// would use for its addresses; a set for which the next broader one says the same is left out.
///
/// Confined to one call.
final class RuleWriter {
    private static final int MAX_SETS = 50_000;

    private final Rules rules;
    private final List<Lint> obstacles;

    RuleWriter(Rules rules, List<Lint> obstacles) {
        this.rules = rules;
        this.obstacles = obstacles;
    }

    /// A line and the addresses that it is for.
    private record Line(AddressPattern from, Dataset.Entry entry) {}

    List<NativeRule> write() {
        if (!rules.signs()) {
            return List.of();
        }
        return switch (rules.selection()) {
            case Rules.Selection.Nothing() -> List.of();
            case Rules.Selection.Domains domains -> domains(domains);
            case Rules.Selection.Tables tables -> tables(tables);
        };
    }

    private List<NativeRule> domains(Rules.Selection.Domains selection) {
        if (selection.domains().kind() == Dataset.Kind.REFILE) {
            obstacle(selection.place(), "Domain is a refile");
            return List.of();
        }
        List<NativeRule> found = new ArrayList<>();
        Set<String> seen = new LinkedHashSet<>();
        for (Dataset.Entry entry : selection.domains().entries()) {
            if (entry.key().equals("*")) {
                obstacle(entry.place(), "Domain has an asterisk, and every sender's own domain would sign");
                continue;
            }
            Optional<DomainName> domain = name(entry.key());
            if (domain.isEmpty()
                    || entry.key().endsWith(".")
                    || !seen.add(domain.get().toString())) {
                continue; // never matches, or stands there already
            }
            String name = domain.get().toString();
            NativeRule.Key key = new NativeRule.Key(name, selection.selector(), selection.keyFile());
            found.add(new NativeRule(AddressPattern.of(domain.get()), List.of(key), "none", List.of(entry.place())));
            if (selection.subdomains()) {
                found.add(new NativeRule(
                        new AddressPattern(Optional.empty(), new Host.Below(domain.get())),
                        List.of(key),
                        "@" + name,
                        List.of(entry.place())));
            }
        }
        check(selection.key(), selection.place(), false);
        found.sort(Comparator.comparing(NativeRule::from, AddressSets.NARROW_FIRST));
        return found;
    }

    private List<NativeRule> tables(Rules.Selection.Tables tables) {
        List<Line> lines = lines(tables.signing().dataset());
        List<NativeRule> found = new ArrayList<>();
        List<AddressPattern> sets = new ArrayList<>(sets(lines));
        for (int i = sets.size() - 1; i >= 0; i--) {
            AddressPattern set = sets.get(i);
            Optional<NativeRule> rule = rule(set, lines, tables);
            boolean said = rule.isPresent()
                    && found.stream()
                            .filter(later -> AddressSets.holds(later.from(), set))
                            .reduce((_, nearest) -> nearest)
                            .filter(rule.get()::signsLike)
                            .isPresent();
            if (!said) {
                rule.ifPresent(found::add);
            }
        }
        return found.reversed();
    }

    /// The lines that can be for somebody, in the order in which OpenDKIM comes to them.
    private List<Line> lines(Dataset signing) {
        List<Line> lines = new ArrayList<>();
        Set<String> seen = new LinkedHashSet<>();
        boolean patterns = signing.kind() == Dataset.Kind.REFILE;
        for (Dataset.Entry entry : signing.entries()) {
            if (patterns) {
                Optional<AddressPattern> from = AddressSets.ofPattern(entry.key());
                if (from.isPresent()) {
                    lines.add(new Line(from.get(), entry));
                } else if (!AddressSets.isHopeless(entry.key())) {
                    obstacle(entry.place(), "the pattern " + CText.shown(entry.key()) + " is none of native rules");
                }
            } else if (seen.add(CText.lower(entry.key()))) {
                AddressSets.ofKey(entry.key()).ifPresent(from -> lines.add(new Line(from, entry)));
            }
        }
        if (!patterns) {
            lines.sort(Comparator.comparing(Line::from, RuleWriter::asked));
        }
        return lines;
    }

    /// The order of OpenDKIM's questions: the address, its domain, the domains above with and without the local
    /// part, the local part anywhere, everybody.
    private static int asked(AddressPattern one, AddressPattern other) {
        return Comparator.comparingInt(RuleWriter::step)
                .thenComparingInt(pattern -> -labels(pattern.host()))
                .thenComparing(pattern -> pattern.localPart().isEmpty())
                .compare(one, other);
    }

    private static int step(AddressPattern pattern) {
        boolean local = pattern.localPart().isPresent();
        return switch (pattern.host()) {
            case Host.Exactly _ -> local ? 0 : 1;
            case Host.Below _ -> 2;
            case Host.Any() -> local ? 3 : 4;
        };
    }

    private static int labels(Host host) {
        return host instanceof Host.Below(DomainName top) ? top.labelCount() : 0;
    }

    private Set<AddressPattern> sets(List<Line> lines) {
        Set<AddressPattern> sets = new TreeSet<>(AddressSets.NARROW_FIRST);
        lines.forEach(line -> sets.add(line.from()));
        List<AddressPattern> whole =
                sets.stream().filter(set -> set.localPart().isEmpty()).toList();
        List<AddressPattern> some = sets.stream()
                .filter(set -> set.localPart().isPresent() && !(set.host() instanceof Host.Exactly))
                .toList();
        for (AddressPattern narrow : some) {
            for (AddressPattern broad : whole) {
                AddressSets.common(narrow, broad).ifPresent(sets::add);
                if (sets.size() > MAX_SETS) {
                    obstacle(rules.place(), "the lines make more than " + MAX_SETS + " rules");
                    return Set.of();
                }
            }
        }
        return sets;
    }

    private Optional<NativeRule> rule(AddressPattern set, List<Line> lines, Rules.Selection.Tables tables) {
        List<Line> used = lines.stream()
                .filter(line -> AddressSets.holds(line.from(), set))
                .toList();
        if (!tables.several() && !used.isEmpty()) {
            used = List.of(used.getFirst());
        } else if (used.size() > 2 && rules.making().dialect() == Dialect.STRICT) {
            used = List.of(used.getFirst(), used.getLast());
        }
        Set<NativeRule.Key> keys = new LinkedHashSet<>();
        Set<String> identities = new LinkedHashSet<>();
        for (Line line : used) {
            Optional<KeyTable.Row.Key> row = row(set, line, tables, used.size() > 1);
            if (row.isEmpty()) {
                return Optional.empty();
            }
            keys.add(new NativeRule.Key(
                    CText.lower(CText.trim(row.get().domain())),
                    CText.lower(CText.trim(row.get().selector())),
                    row.get().key()));
            identities.add(identity(set, line, row.get()));
        }
        if (identities.size() > 1) {
            obstacle(used.getFirst().entry().place(), "signatures of one message have different signers (i=)");
            return Optional.empty();
        }
        return keys.isEmpty()
                ? Optional.empty()
                : Optional.of(new NativeRule(
                        set,
                        List.copyOf(keys),
                        identities.iterator().next(),
                        used.stream().map(line -> line.entry().place()).toList()));
    }

    private Optional<KeyTable.Row.Key> row(
            AddressPattern set, Line line, Rules.Selection.Tables tables, boolean among) {
        List<Optional<String>> fields = Fields.split(line.entry().value().orElse(""), 2);
        String name = fields.getFirst().orElse("");
        Optional<String> author =
                set.host() instanceof Host.Exactly(DomainName one) ? Optional.of(one.toString()) : Optional.empty();
        boolean named = name.equals("%");
        KeyTable.Row row = tables.table().lookup(named ? author.orElse("%") : name, author.orElse("%"));
        if (!(row instanceof KeyTable.Row.Key key)) {
            obstacle(
                    line.entry().place(),
                    named && author.isEmpty()
                            ? "the key is chosen by the sender's domain"
                            : "its key " + CText.shown(name)
                                    + " is not in KeyTable, so its mail is put off; mend the line first");
            return Optional.empty();
        }
        if (author.isEmpty() && (key.domain().equals("%") || key.key().contains("%"))) {
            obstacle(
                    key.entry().place(),
                    "the sender's domain stands in the key's line, and the rule is for many domains");
            return Optional.empty();
        }
        if (!key.isPath()) {
            obstacle(key.entry().place(), "the key stands in the table itself; write it to a file");
            return Optional.empty();
        }
        if (name(key.domain()).isEmpty() || name(key.selector()).isEmpty()) {
            obstacle(key.entry().place(), "d= or s= is no name in the DNS");
            return Optional.empty();
        }
        return check(tables.keys().key(key.key()), key.entry().place(), among) ? Optional.of(key) : Optional.empty();
    }

    /// Whether a key that cannot be used would do the same to mail by a native rule: put it off.
    private boolean check(KeyMaterial material, Place place, boolean among) {
        String why = switch (material) {
            case KeyMaterial.Ready(var key) -> {
                Rules.Making making = rules.making();
                boolean wrong = making.algorithm()
                        .filter(a -> a.keyType() != key.algorithm().keyType())
                        .isPresent();
                boolean small = key.algorithm().keyType() == SignatureAlgorithm.KeyType.RSA
                        && key.bits() < making.minimumBits();
                yield wrong ? "is not of SignatureAlgorithm" : small ? "is below MinimumKeyBits" : "";
            }
            case KeyMaterial.TooSmall(String what) -> what;
            case KeyMaterial.Unreadable(String what) -> among ? what : "";
            case KeyMaterial.Unusable(String what) -> among || rules.onKeyProblem() != Action.TEMPFAIL ? what : "";
        };
        if (!why.isEmpty()) {
            obstacle(place, "the key cannot be used (" + why + "); mend it first");
        }
        return why.isEmpty();
    }

    private static String identity(AddressPattern set, Line line, KeyTable.Row.Key row) {
        String signer =
                Fields.split(line.entry().value().orElse(""), 2).getLast().orElse("");
        String author = set.host() instanceof Host.Exactly(DomainName one) ? one.toString() : "";
        if (signer.equals("@%") && author.isEmpty()) {
            return "author-domain";
        }
        String replaced = signer.replace("%", author);
        int at = replaced.indexOf('@');
        Optional<DomainName> host = at < 0 ? Optional.empty() : name(replaced.substring(at + 1));
        Optional<DomainName> domain = name(row.domain());
        boolean within = host.isPresent() && domain.isPresent() && host.get().isWithin(domain.get());
        return within ? replaced : "none";
    }

    private static Optional<DomainName> name(String text) {
        return switch (DomainName.parse(Bytes.utf8(CText.trim(text)))) {
            case Parsed.Ok<DomainName>(DomainName name) -> Optional.of(name);
            case Parsed.Malformed<DomainName> _ -> Optional.empty();
        };
    }

    private void obstacle(Place place, String what) {
        Lint lint = Lint.warning(
                place, "not-native", what, "written as [sign.opendkim], which reads the tables as they are");
        if (!obstacles.contains(lint)) {
            obstacles.add(lint);
        }
    }
}
