package org.vidimus.daemon.signing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/// What tells whether a file is still the one that was read: also a change of mode or owner counts, and a file
/// put in its place within the same second. Immutable.
///
/// @param attributes empty for a file that is not there
record FileStamp(Map<String, Object> attributes) {
    static FileStamp of(Path file) {
        try {
            return new FileStamp(Files.readAttributes(file, "unix:ino,size,lastModifiedTime,ctime,mode,uid,gid"));
        } catch (IOException | UnsupportedOperationException | IllegalArgumentException _) {
            return new FileStamp(Map.of());
        }
    }
}
