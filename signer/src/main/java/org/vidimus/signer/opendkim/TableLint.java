package org.vidimus.signer.opendkim;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.vidimus.policy.dkim.SignatureAlgorithm;

/// Finds lines of the tables that do not do what they seem to. Confined to one call.
final class TableLint {
    private final Rules rules;
    private final List<Lint> lints;

    TableLint(Rules rules, List<Lint> lints) {
        this.rules = rules;
        this.lints = lints;
    }

    void check() {
        HostLint hosts = new HostLint(lints);
        hosts.check(rules.origin().internal());
        hosts.check(rules.origin().peers());
        hosts.check(rules.external());
        rules.notTo().entries().stream()
                .filter(entry -> rules.notTo().kind() != Dataset.Kind.REFILE
                        && entry.key().indexOf('@') < 1)
                .forEach(entry ->
                        warn(entry, "not-an-address", "DontSignMailTo wants whole addresses: never matches", "alike"));
        switch (rules.selection()) {
            case Rules.Selection.Tables tables -> tables(tables);
            case Rules.Selection.Domains domains -> domains(domains);
            case Rules.Selection.Nothing() -> {}
        }
    }

    private void domains(Rules.Selection.Domains selection) {
        for (Dataset.Entry entry : selection.domains().entries()) {
            boolean literal = selection.domains().kind() != Dataset.Kind.REFILE;
            if (literal && (entry.key().startsWith(".") || entry.key().startsWith("*."))) {
                warn(
                        entry,
                        "subdomain-never-matches",
                        "never matches: Domain wants whole names",
                        "alike; use SubDomains");
            }
        }
        material(selection.key(), selection.place(), rules.making().minimumBits(), "");
    }

    private void tables(Rules.Selection.Tables tables) {
        Dataset signing = tables.signing().dataset();
        Map<String, Dataset.Entry> seen = new HashMap<>();
        Optional<Dataset.Entry> everything = Optional.empty();
        for (Dataset.Entry entry : signing.entries()) {
            Dataset.Entry before = seen.putIfAbsent(CText.lower(entry.key()), entry);
            if (before != null && !(tables.several() && signing.kind() == Dataset.Kind.REFILE)) {
                warn(
                        entry,
                        "duplicate-key",
                        "the key stands at " + before.place() + " already: never matches",
                        "alike");
            } else if (everything.isPresent() && !tables.several()) {
                warn(
                        entry,
                        "never-reached",
                        "the pattern at " + everything.get().place() + " matches everything before this line is asked",
                        "alike");
            }
            if (signing.kind() == Dataset.Kind.REFILE) {
                pattern(entry);
                everything = everything.isPresent() || !entry.key().equals("*") ? everything : Optional.of(entry);
            } else {
                key(entry);
            }
            value(entry, tables);
        }
        tables.table().dataset().entries().forEach(entry -> keyLine(entry, tables));
    }

    private void key(Dataset.Entry entry) {
        String key = entry.key();
        if (!CText.isAscii(key)) {
            warn(
                    entry,
                    "not-ascii",
                    "never matches: OpenDKIM looks nothing up that is not ASCII",
                    "alike; write A-labels");
        } else if (key.startsWith("*@") || key.indexOf('*') >= 0 && !key.equals("*") && !key.endsWith("@*")) {
            warn(
                    entry,
                    "wildcard-never-matches",
                    "never matches: in a table that is no refile the asterisk stands alone or after user@",
                    "alike; write " + CText.shown(key.startsWith("*@") ? key.substring(2) : key.replace("*", "")));
        }
    }

    private void pattern(Dataset.Entry entry) {
        String key = entry.key();
        if (key.indexOf('@') < 0 && key.chars().noneMatch(c -> "*?[({|\\".indexOf(c) >= 0)) {
            warn(
                    entry,
                    "domain-never-matches",
                    "never matches: in a refile patterns are for whole addresses",
                    "alike; write *@" + CText.shown(key.startsWith(".") ? "*" + key : key));
        } else if (key.indexOf('|') >= 0 && key.indexOf('(') < 0) {
            warn(
                    entry,
                    "open-alternative",
                    "without parentheses the bar cuts the pattern in two that each hold at one end of the address only",
                    "alike; put parentheses around it");
        } else if (key.contains("\\.") || key.contains("\\*") || key.contains("\\+")) {
            warn(
                    entry,
                    "escaped-twice",
                    "the backslash is escaped, not what follows it, so this does not match what it seems to",
                    "alike; leave the backslash out");
        } else if (key.chars().anyMatch(c -> "?[({|\\^$".indexOf(c) >= 0)) {
            lints.add(Lint.note(
                    entry.place(),
                    "regular-expression",
                    "the pattern holds signs of regular expressions, and they work as such",
                    "alike"));
        }
    }

    private void value(Dataset.Entry entry, Rules.Selection.Tables tables) {
        List<Optional<String>> fields = Fields.split(entry.value().orElse(""), 2);
        String name = fields.getFirst().orElse("");
        String signer = fields.getLast().orElse("");
        if (name.isEmpty()) {
            warn(entry, "no-key-name", "names no key: mail that it is for is put off", "alike");
        } else if (!name.equals("%") && tables.table().lookup(name, "%") instanceof KeyTable.Row.Unknown) {
            Optional<Dataset.Entry> other = tables.table().dataset().entries().stream()
                    .filter(known -> known.key().equalsIgnoreCase(name))
                    .findFirst();
            warn(
                    entry,
                    other.isPresent() ? "key-name-case" : "key-unknown",
                    "KeyTable has no key " + CText.shown(name)
                            + other.map(known -> ", only " + CText.shown(known.key()) + ", and case counts")
                                    .orElse("")
                            + ": mail that the line is for is put off",
                    "alike");
        }
        if (!signer.isEmpty() && signer.indexOf('@') < 0) {
            warn(
                    entry,
                    "signer-without-at",
                    "the signer has no at sign: mail that the line is for is put off",
                    "alike");
        }
    }

    private void keyLine(Dataset.Entry entry, Rules.Selection.Tables tables) {
        String value = entry.value().orElse("");
        switch (tables.table().row(entry, "%")) {
            case KeyTable.Row.Corrupt _ ->
                warn(entry, "key-fields", "not domain:selector:key: mail for it is put off", "alike");
            case KeyTable.Row.Unknown() -> {}
            case KeyTable.Row.Key row -> {
                if (row.domain().indexOf('%') >= 0 && !row.domain().equals("%")) {
                    warn(
                            entry,
                            "percent-not-replaced",
                            "a % beside other characters is not replaced: the signature says d="
                                    + CText.shown(row.domain()) + " and nobody can verify it",
                            "no signature is made");
                }
                if (value.matches("(?s).*\\s:.*|.*:\\s.*")) {
                    warn(
                            entry,
                            "space-at-colon",
                            "white space beside a colon belongs to the field",
                            rules.making().dialect() == Dialect.STRICT
                                    ? "alike, but left out of d= and s="
                                    : "left out");
                }
                fourth(entry, row);
                boolean open = row.domain().equals("%") && row.key().contains("%") && row.isPath();
                if (!open) {
                    material(
                            tables.keys().key(row.key()),
                            entry.place(),
                            rules.making().minimumBits(),
                            row.key());
                }
            }
        }
    }

    private void fourth(Dataset.Entry entry, KeyTable.Row.Key row) {
        boolean strictFourth = row.isPath() && row.key().matches("(?s).*:(rsa|ed25519)-sha256\\s*");
        if (row.algorithm().isPresent() || strictFourth) {
            warn(
                    entry,
                    "fourth-field",
                    "OpenDKIM 2.11 takes a fourth field for part of the path: mail for it is put off",
                    strictFourth ? "alike" : "taken for the algorithm, as later versions do");
        }
    }

    private void material(KeyMaterial material, Place place, int minimum, String path) {
        String name = path.startsWith("/") || path.startsWith(".") ? CText.shown(path) + ": " : "";
        switch (material) {
            case KeyMaterial.Unreadable(String why) ->
                lints.add(Lint.warning(
                        place,
                        "key-unreadable",
                        name + why + ": mail for the key is put off",
                        "alike, and no other mail"));
            case KeyMaterial.Unusable(String why) ->
                lints.add(Lint.warning(
                        place,
                        "key-unusable",
                        name + why + ": mail for the key cannot be signed",
                        "as On-InternalError says"));
            case KeyMaterial.TooSmall(String why) ->
                lints.add(Lint.warning(place, "key-small", name + why, "as On-SignatureError says"));
            case KeyMaterial.Ready(var key) -> {
                boolean rsa = key.algorithm().keyType() == SignatureAlgorithm.KeyType.RSA;
                if (rsa && key.bits() < minimum) {
                    lints.add(Lint.warning(
                            place,
                            "key-small",
                            name + "the key has " + key.bits() + " bits, fewer than MinimumKeyBits",
                            "as On-SignatureError says"));
                } else if (rsa && key.bits() < 2048) {
                    lints.add(Lint.warning(
                            place,
                            "key-1024",
                            name + "the key has " + key.bits() + " bits; some verifiers want 2,048",
                            "alike; make a new one"));
                }
            }
        }
    }

    private void warn(Dataset.Entry entry, String code, String what, String ours) {
        lints.add(Lint.warning(entry.place(), code, CText.shown(entry.key()) + ": " + what, ours));
    }
}
