package org.vidimus.signer.opendkim;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The private keys that the tables name, all of them read when the configuration is loaded.
///
/// Where a path has the sender's domain in it, the directories are looked through once for the files that there are.
/// Immutable.
final class KeyStore {
    private static final int MAX_FILES = 100_000;
    private static final KeyMaterial MISSING = new KeyMaterial.Unreadable("no such file");

    private final Map<String, KeyMaterial> keys;

    private KeyStore(Map<String, KeyMaterial> keys) {
        this.keys = Map.copyOf(keys);
    }

    /// The key in this field of KeyTable, with `%` replaced.
    KeyMaterial key(String field) {
        return keys.getOrDefault(field, MISSING);
    }

    /// Reads the keys of a table.
    ///
    /// @param base the directory that relative paths begin in
    static KeyStore of(KeyTable table, KeyReader reader, Path base, boolean safe) {
        Map<String, KeyMaterial> keys = new HashMap<>();
        for (Dataset.Entry entry : table.dataset().entries()) {
            if (!(table.row(entry, "%") instanceof KeyTable.Row.Key row)) {
                continue;
            }
            if (!row.isPath()) {
                keys.computeIfAbsent(row.key(), reader::inline);
            } else if (row.domain().equals("%") && row.key().contains("%")) {
                expanded(row.key()).forEach(path -> read(path, keys, reader, base, safe));
            } else {
                read(row.key(), keys, reader, base, safe);
            }
        }
        return new KeyStore(keys);
    }

    /// The one key of KeyFile.
    static KeyStore of(String path, KeyReader reader, Path base, boolean safe) {
        Map<String, KeyMaterial> keys = new HashMap<>();
        read(path, keys, reader, base, safe);
        return new KeyStore(keys);
    }

    private static void read(String name, Map<String, KeyMaterial> keys, KeyReader reader, Path base, boolean safe) {
        if (keys.size() >= MAX_FILES || keys.containsKey(name)) {
            return;
        }
        Optional<Path> path = CText.path(name).map(base::resolve);
        keys.put(name, path.map(found -> reader.file(found, safe)).orElse(MISSING));
    }

    /// The files that a path with percent signs stands for: the first directory that has one in its name is looked
    /// through, and what stands for the sign there stands for it everywhere.
    private static List<String> expanded(String template) {
        int percent = template.indexOf('%');
        int begin = template.lastIndexOf('/', percent) + 1;
        int slash = template.indexOf('/', percent);
        String segment = template.substring(begin, slash < 0 ? template.length() : slash);
        String before = segment.substring(0, segment.indexOf('%'));
        String after = segment.substring(segment.lastIndexOf('%') + 1);
        int signs = (int) segment.chars().filter(c -> c == '%').count();
        Optional<Path> directory = CText.path(template.substring(0, begin));
        if (directory.isEmpty() || !Files.isDirectory(directory.get())) {
            return List.of();
        }
        List<String> found = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory.get())) {
            for (Path file : files) {
                Optional<String> domain = domain(file.getFileName().toString(), before, after, segment, signs);
                domain.filter(CText::isAscii).ifPresent(d -> found.add(template.replace("%", d)));
                if (found.size() >= MAX_FILES) {
                    break;
                }
            }
        } catch (IOException _) {
            return List.of(); // as if nothing were there: the message says that there is no such file
        }
        return found;
    }

    private static Optional<String> domain(String name, String before, String after, String segment, int signs) {
        int rest = name.length() - (segment.length() - signs);
        if (rest < signs || rest % signs != 0 || !name.startsWith(before) || !name.endsWith(after)) {
            return Optional.empty();
        }
        String domain = name.substring(before.length(), before.length() + rest / signs);
        return segment.replace("%", domain).equals(name) ? Optional.of(domain) : Optional.empty();
    }
}
