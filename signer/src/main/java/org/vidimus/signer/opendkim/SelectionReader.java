package org.vidimus.signer.opendkim;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Reads what chooses the keys: SigningTable and KeyTable, or Domain, Selector and KeyFile. Confined to one call.
final class SelectionReader {
    private final OpenDkimFile file;
    private final DatasetReader sets;
    private final KeyReader keys;
    private final Path base;
    private final Dialect dialect;
    private final List<Lint> lints;

    SelectionReader(
            OpenDkimFile file, DatasetReader sets, KeyReader keys, Path base, Dialect dialect, List<Lint> lints) {
        this.file = file;
        this.sets = sets;
        this.keys = keys;
        this.base = base;
        this.dialect = dialect;
        this.lints = lints;
    }

    /// Reads it.
    ///
    /// @param signs whether Mode has an s: only then are the parameters checked against each other
    /// @return empty if OpenDKIM would not start, with the reason among the lints
    Optional<Rules.Selection> read(boolean signs) {
        boolean tables = file.setting("KeyTable").isPresent();
        boolean signing = file.setting("SigningTable").isPresent();
        if (signing && !tables) {
            return refused("SigningTable", "SigningTable without KeyTable");
        }
        if (tables && !signing && signs) {
            return refused("KeyTable", "KeyTable without SigningTable");
        }
        return tables ? tables(signs) : single(signs);
    }

    private Optional<Rules.Selection> tables(boolean signs) {
        for (String ignored : List.of("Domain", "Selector", "KeyFile")) {
            if (file.setting(ignored).isPresent()) {
                lints.add(Lint.warning(
                        file.place(ignored),
                        "ignored-beside-tables",
                        ignored + " does not count where there is a KeyTable: no key is left for senders that"
                                + " SigningTable does not know",
                        "ignored alike"));
            }
        }
        Optional<Dataset> signing = sets.read(file, "SigningTable", true, false);
        Optional<Dataset> table = sets.read(file, "KeyTable", false, false);
        if (file.setting("SigningTable").isEmpty()) {
            return table.map(_ -> new Rules.Selection.Nothing());
        }
        if (signing.isEmpty() || table.isEmpty()) {
            return Optional.empty();
        }
        KeyTable keyTable = new KeyTable(table.get(), dialect);
        if (signs && dialect == Dialect.STRICT && !startCheck(signing.get(), keyTable)) {
            return Optional.empty();
        }
        KeyStore store = KeyStore.of(keyTable, keys, base, file.flag("RequireSafeKeys", true));
        return Optional.of(new Rules.Selection.Tables(
                new SigningTable(signing.get()),
                keyTable,
                store,
                file.flag("MultipleSignatures", false),
                file.place("SigningTable")));
    }

    /// What OpenDKIM looks at when it starts: the lines of a SigningTable that is no refile, up to the first that
    /// has no signer; their keys have to be there.
    private boolean startCheck(Dataset signing, KeyTable table) {
        if (signing.kind() == Dataset.Kind.REFILE) {
            return true;
        }
        for (Dataset.Entry entry : signing.entries()) {
            List<Optional<String>> fields = Fields.split(entry.value().orElse(":"), 2);
            if (entry.value().isPresent() && fields.getLast().isEmpty()) {
                return true;
            }
            String name = entry.value().isEmpty() ? "" : fields.getFirst().orElse("");
            if (!(table.lookup(name, "%") instanceof KeyTable.Row.Key)) {
                lints.add(Lint.error(
                        entry.place(),
                        "key-not-found-at-start",
                        "OpenDKIM finds no valid key " + CText.shown(name) + " in KeyTable and does not start: lines"
                                + " with a signer, up to the first without, are looked at then",
                        ""));
                return false;
            }
        }
        return true;
    }

    private Optional<Rules.Selection> single(boolean signs) {
        Optional<String> selector = file.text("Selector");
        Optional<String> keyFile = file.text("KeyFile");
        if (signs && selector.isPresent() != keyFile.isPresent()) {
            return refused(
                    selector.isPresent() ? "Selector" : "KeyFile", "one of Selector and KeyFile without the other");
        }
        Optional<Dataset> domains = sets.read(file, "Domain", true, false);
        if (domains.isEmpty()) {
            return file.setting("Domain").isPresent() ? Optional.empty() : Optional.of(new Rules.Selection.Nothing());
        }
        if (selector.isEmpty() || keyFile.isEmpty()) {
            return signs
                    ? refused("Domain", "Domain without Selector and KeyFile")
                    : Optional.of(new Rules.Selection.Nothing());
        }
        KeyMaterial key = KeyStore.of(keyFile.get(), keys, base, file.flag("RequireSafeKeys", true))
                .key(keyFile.get());
        if (key instanceof KeyMaterial.Unreadable(String why)) {
            lints.add(Lint.warning(
                    file.place("KeyFile"),
                    "key-unreadable",
                    "the key cannot be used: " + why + "; OpenDKIM does not start",
                    "mail that it should sign is put off"));
        }
        return Optional.of(new Rules.Selection.Domains(
                domains.get(),
                file.flag("SubDomains", false),
                selector.get(),
                keyFile.get(),
                key,
                file.place("KeyFile")));
    }

    private Optional<Rules.Selection> refused(String parameter, String what) {
        lints.add(Lint.error(file.place(parameter), "incomplete", what + "; OpenDKIM does not start", ""));
        return Optional.empty();
    }
}
