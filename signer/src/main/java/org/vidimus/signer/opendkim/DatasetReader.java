package org.vidimus.signer.opendkim;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Reads data sets. Whatever is wrong is among the lints; a set that cannot be opened is empty then.
///
/// Confined to the thread that loads a configuration.
final class DatasetReader {
    /// The buffer into which OpenDKIM reads a line of a table, its end included: `fgets` with BUFRSZ.
    static final int LINE_BUFFER = 1024;

    private static final Set<String> TYPES = Set.of(
            "file",
            "refile",
            "csl",
            "db",
            "dsn",
            "ldap",
            "ldaps",
            "ldapi",
            "lua",
            "memcache",
            "erlang",
            "mdb",
            "repute",
            "socket");

    private final FileSource source;
    private final Dialect dialect;
    private final Path base;
    private final List<Lint> lints;

    /// @param base the directory that relative paths begin in
    DatasetReader(FileSource source, Dialect dialect, Path base, List<Lint> lints) {
        this.source = source;
        this.dialect = dialect;
        this.base = base;
        this.lints = lints;
    }

    /// The set that a parameter names; empty if the parameter is not set, or after an error.
    ///
    /// @param ignoreCase whether letters of keys match in any case
    /// @param split whether values are lists with bars between them (MacroList)
    Optional<Dataset> read(OpenDkimFile file, String parameter, boolean ignoreCase, boolean split) {
        return file.setting(parameter).flatMap(setting -> open(setting, ignoreCase, split));
    }

    /// A list of ours.
    static Dataset inline(String list, Place place) {
        return new Dataset(Dataset.Kind.CSL, list(list, place, false), true);
    }

    private Optional<Dataset> open(OpenDkimFile.Setting setting, boolean ignoreCase, boolean split) {
        String name = setting.value();
        String parameter = setting.parameter().name();
        int colon = name.indexOf(':');
        int comma = name.indexOf(',');
        if (comma >= 0 && comma < colon) {
            colon = -1;
        }
        if (colon < 0 && name.endsWith(".db")) {
            return refused(setting, "a Berkeley database (a value that ends in .db)");
        }
        String type = colon < 0 ? name.startsWith("/") ? "file" : "csl" : CText.lower(name.substring(0, colon));
        String rest = name.substring(colon + 1);
        if (!TYPES.contains(type)) {
            lints.add(Lint.error(
                    setting.place(),
                    "unknown-dataset-type",
                    parameter + ": what stands before the first colon is taken for a type of data set, and "
                            + CText.shown(type) + " is none; OpenDKIM does not start",
                    "put csl: before a list in which a colon comes before the first comma"));
            return Optional.empty();
        }
        return switch (type) {
            case "csl" -> Optional.of(new Dataset(Dataset.Kind.CSL, list(rest, setting.place(), split), ignoreCase));
            case "file", "refile" -> fromFile(setting, type, rest, ignoreCase, split);
            default -> refused(setting, "a data set of the type " + type);
        };
    }

    private Optional<Dataset> refused(OpenDkimFile.Setting setting, String what) {
        lints.add(Lint.error(
                setting.place(),
                "dataset-type-not-read",
                setting.parameter().name() + " is " + what,
                "Vidimus reads file:, refile: and csl:; write the set to a file"));
        return Optional.empty();
    }

    private Optional<Dataset> fromFile(
            OpenDkimFile.Setting setting, String type, String name, boolean ignoreCase, boolean split) {
        Optional<Path> named = CText.path(name);
        if (named.isEmpty()) {
            lints.add(Lint.error(
                    setting.place(), "unreadable", setting.parameter().name() + " names no file", ""));
            return Optional.empty();
        }
        Path path = base.resolve(named.get());
        return switch (source.read(path)) {
            case FileSource.Content.Unreadable(String why) -> {
                lints.add(Lint.error(
                        setting.place(),
                        "unreadable",
                        setting.parameter().name() + ": cannot read " + CText.shown(path.toString()) + ": " + why
                                + "; OpenDKIM does not start",
                        ""));
                yield Optional.empty();
            }
            case FileSource.Content.Octets(String text) -> {
                List<TableLines.Line> lines = TableLines.of(text, path.toString(), dialect, lints);
                yield type.equals("file")
                        ? Optional.of(new Dataset(Dataset.Kind.FILE, entries(lines, split), ignoreCase))
                        : new PatternReader(ignoreCase, lints)
                                .read(lines)
                                .map(entries -> new Dataset(Dataset.Kind.REFILE, entries, ignoreCase));
            }
        };
    }

    private static List<Dataset.Entry> list(String text, Place place, boolean split) {
        List<Dataset.Entry> entries = new ArrayList<>();
        for (String item : text.split(",")) {
            if (item.isEmpty()) {
                continue;
            }
            int equals = item.indexOf('=');
            String key = CText.trim(equals < 0 ? item : item.substring(0, equals));
            if (equals < 0) {
                entries.add(entry(key, Optional.empty(), place));
            } else {
                add(entries, key, item.substring(equals + 1), place, split);
            }
        }
        return entries;
    }

    private static List<Dataset.Entry> entries(List<TableLines.Line> lines, boolean split) {
        List<Dataset.Entry> entries = new ArrayList<>();
        for (TableLines.Line line : lines) {
            String text = CText.trim(line.text());
            if (text.isEmpty()) {
                continue;
            }
            int gap = 0;
            while (gap < text.length() && !CharSet.isSpace(text.charAt(gap))) {
                gap++;
            }
            String key = text.substring(0, gap);
            String value = CText.trim(text.substring(gap));
            if (value.isEmpty()) {
                entries.add(entry(key, Optional.empty(), line.place()));
            } else {
                add(entries, key, value, line.place(), split);
            }
        }
        return entries;
    }

    private static void add(List<Dataset.Entry> entries, String key, String value, Place place, boolean split) {
        if (!split) {
            entries.add(entry(key, Optional.of(CText.trim(value)), place));
            return;
        }
        for (String one : value.split("\\|")) {
            if (!one.isEmpty()) {
                entries.add(entry(key, Optional.of(CText.trim(one)), place));
            }
        }
    }

    private static Dataset.Entry entry(String key, Optional<String> value, Place place) {
        return new Dataset.Entry(key, value, place, Optional.empty());
    }
}
