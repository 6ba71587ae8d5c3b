package org.vidimus.signer.opendkim;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.dkim.Canonicalization;
import org.vidimus.policy.dkim.SignatureAlgorithm;

/// Puts a configuration together: its file, its sets, its keys. Confined to one call of [#read].
final class ConfigurationReader {
    private static final int DEFAULT_BITS = 1024;

    private final FileSource source;
    private final Dialect dialect;
    private final KeyReader keys;
    private final List<Lint> lints = new ArrayList<>();
    private final Set<Path> files = new LinkedHashSet<>();

    ConfigurationReader(FileSource source, Dialect dialect, KeyReader keys) {
        this.source = path -> {
            files.add(path);
            return source.read(path);
        };
        this.dialect = dialect;
        this.keys = new KeyReader() {
            @Override
            public KeyMaterial file(Path path, boolean safe) {
                files.add(path);
                return keys.file(path, safe);
            }

            @Override
            public KeyMaterial inline(String text) {
                return keys.inline(text);
            }
        };
    }

    /// The configuration with the parts that it was made of, for whoever writes another from it.
    ///
    /// @param rules empty if there is an error
    record Read(OpenDkimConfiguration configuration, OpenDkimFile file, Optional<Rules> rules) {}

    Read read(Path path) {
        OpenDkimFile file = OpenDkimFile.read(path, source, dialect);
        lints.addAll(file.lints());
        new ParameterLint(file, lints).check();
        Optional<Rules> rules = rules(file);
        Optional<MilterSocket> socket = file.setting("Socket").flatMap(MilterSocket::read);
        boolean good = lints.stream().noneMatch(lint -> lint.level() == Lint.Level.ERROR);
        Optional<Rules> usable = rules.filter(_ -> good);
        usable.ifPresent(found -> new TableLint(found, lints).check());
        return new Read(
                new OpenDkimConfiguration(path, usable.map(OpenDkimDecider::new), socket, List.copyOf(files), lints),
                file,
                usable);
    }

    private Optional<Rules> rules(OpenDkimFile file) {
        Path base = file.text("BaseDirectory").flatMap(CText::path).orElse(Path.of(""));
        DatasetReader sets = new DatasetReader(source, dialect, base, lints);
        Optional<HeaderNames> headers = HeaderNames.read(file, sets, lints);
        Optional<Canonicalization.Pair> canonicalization = canonicalization(file);
        Optional<Boolean> signs = signs(file);
        Optional<Rules.Selection> selection =
                new SelectionReader(file, sets, keys, base, dialect, lints).read(signs.orElse(true));
        Origin origin = origin(file, sets);
        Senders senders = senders(file, sets);
        Dataset exempt = set(file, sets, "ExemptDomains");
        HostList external = new HostList(set(file, sets, "ExternalIgnoreList"));
        Dataset notTo = set(file, sets, "DontSignMailTo");
        if (headers.isEmpty() || canonicalization.isEmpty() || signs.isEmpty() || selection.isEmpty()) {
            return Optional.empty();
        }
        Rules.Making making = new Rules.Making(
                canonicalization.get(), headers.get(), lifetime(file), minimumBits(file), algorithm(file), dialect);
        return Optional.of(new Rules(
                signs.get(),
                origin,
                senders,
                exempt,
                external,
                notTo,
                selection.get(),
                making,
                action(file, "On-InternalError", Action.TEMPFAIL),
                action(file, "On-SignatureError", Action.REJECT)));
    }

    private Dataset set(OpenDkimFile file, DatasetReader sets, String parameter) {
        return sets.read(file, parameter, true, false).orElse(Dataset.EMPTY);
    }

    private Origin origin(OpenDkimFile file, DatasetReader sets) {
        Dataset internal = file.setting("InternalHosts").isPresent()
                ? set(file, sets, "InternalHosts")
                : DatasetReader.inline(Origin.INTERNAL, file.place("InternalHosts"));
        Optional<Dataset> mta = sets.read(file, "MTA", false, false);
        notPatterns(file, "MTA", mta);
        Optional<Dataset> macros = sets.read(file, "MacroList", false, true);
        notPatterns(file, "MacroList", macros);
        return new Origin(
                new HostList(set(file, sets, "PeerList")),
                mta,
                macros.map(found -> new MacroList(found.entries())),
                new HostList(internal));
    }

    private void notPatterns(OpenDkimFile file, String parameter, Optional<Dataset> set) {
        if (set.filter(found -> found.kind() == Dataset.Kind.REFILE).isPresent()) {
            lints.add(Lint.error(
                    file.place(parameter),
                    "list-wanted",
                    parameter + " cannot be a refile; OpenDKIM does not start",
                    ""));
        }
    }

    private Senders senders(OpenDkimFile file, DatasetReader sets) {
        Optional<Dataset> fields = sets.read(file, "SenderHeaders", true, false);
        notPatterns(file, "SenderHeaders", fields);
        return new Senders(
                file.text("SenderMacro").map(ConfigurationReader::bare),
                fields.map(Dataset::entries).orElse(List.of()).stream()
                        .map(Dataset.Entry::key)
                        .toList());
    }

    private static String bare(String macro) {
        return macro.length() > 2 && macro.startsWith("{") && macro.endsWith("}")
                ? macro.substring(1, macro.length() - 1)
                : macro;
    }

    private Optional<Boolean> signs(OpenDkimFile file) {
        String mode = file.text("Mode").orElse("sv");
        if (!mode.chars().allMatch(c -> c == 's' || c == 'v')) {
            lints.add(Lint.error(
                    file.place("Mode"), "unknown-mode", "Mode is made of s and v; OpenDKIM does not start", ""));
            return Optional.empty();
        }
        return Optional.of(mode.indexOf('s') >= 0);
    }

    private Optional<Canonicalization.Pair> canonicalization(OpenDkimFile file) {
        String value = file.text("Canonicalization").orElse("simple/simple");
        Optional<Canonicalization.Pair> pair = Canonicalization.Pair.parse(Bytes.utf8(value));
        if (pair.isEmpty()) {
            lints.add(Lint.error(
                    file.place("Canonicalization"),
                    "unknown-canonicalization",
                    "Canonicalization is neither simple nor relaxed; OpenDKIM does not start",
                    ""));
        }
        return pair;
    }

    private static long lifetime(OpenDkimFile file) {
        // OpenDKIM keeps it in an unsigned long, so a negative number never expires; nor does it here.
        return Math.max(0, file.number("SignatureTTL").orElse(0));
    }

    private static int minimumBits(OpenDkimFile file) {
        OptionalInt bits = file.number("MinimumKeyBits");
        return bits.isEmpty() || bits.getAsInt() == 0 ? DEFAULT_BITS : bits.getAsInt();
    }

    /// In [Dialect#STRICT] one algorithm for all keys, as SignatureAlgorithm says; otherwise that of each key.
    private Optional<SignatureAlgorithm> algorithm(OpenDkimFile file) {
        Optional<String> word = file.text("SignatureAlgorithm");
        Optional<SignatureAlgorithm> named = word.flatMap(text -> SignatureAlgorithm.named(Bytes.utf8(text)));
        if (word.isPresent() && named.isEmpty()) {
            lints.add(Lint.error(
                    file.place("SignatureAlgorithm"),
                    "unknown-algorithm",
                    "there is no algorithm " + CText.shown(word.get()) + "; OpenDKIM does not start",
                    ""));
        }
        return dialect == Dialect.MIGRATE
                ? Optional.empty()
                : named.or(() -> Optional.of(SignatureAlgorithm.RSA_SHA256));
    }

    private static Action action(OpenDkimFile file, String parameter, Action otherwise) {
        return file.text(parameter)
                .or(() -> file.text("On-Default"))
                .flatMap(Action::named)
                .orElse(otherwise);
    }
}
