package org.vidimus.daemon.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Instant;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.dmarc.PublicSuffixList;

/// The public suffix list and the file it came from. Immutable.
///
/// @param path the file
/// @param list what it says
public record SuffixFile(String path, PublicSuffixList list) {
    /// Reads the file.
    static Parsed<SuffixFile> read(String path) {
        Bytes octets;
        Instant modified;
        try {
            octets = Bytes.of(Files.readAllBytes(Path.of(path)));
            modified = Files.getLastModifiedTime(Path.of(path)).toInstant();
        } catch (IOException | InvalidPathException _) {
            return new Parsed.Wrong<>("\"" + path + "\" cannot be read");
        }
        return switch (PublicSuffixList.parse(octets, modified)) {
            case org.vidimus.policy.base.Parsed.Ok<PublicSuffixList>(PublicSuffixList list) ->
                new Parsed.Ok<>(new SuffixFile(path, list));
            case org.vidimus.policy.base.Parsed.Malformed<PublicSuffixList>(int offset, String why) ->
                new Parsed.Wrong<>("\"" + path + "\", octet " + (offset + 1) + ": " + why);
        };
    }
}
