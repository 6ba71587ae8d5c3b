package org.vidimus.milter.net;

import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/// Who may connect to a unix socket: the mode and group its file is given once bound.
///
/// @param permissions Default: `rw` for owner and group
/// @param group the group that owns the file. Default: that of the process
public record SocketFileMode(Set<PosixFilePermission> permissions, Optional<String> group) {
    /// Owner and group may connect, in the process's group.
    public static final SocketFileMode DEFAULT =
            ofOctal("0660", Optional.empty()).orElseThrow();

    /// Copies the set.
    public SocketFileMode {
        permissions = Set.copyOf(permissions);
    }

    /// A mode written as chmod takes it, three or four octal digits of which the first is 0; empty when it is not.
    public static Optional<SocketFileMode> ofOctal(String mode, Optional<String> group) {
        if (!mode.matches("0?[0-7]{3}")) {
            return Optional.empty();
        }
        int bits = Integer.parseInt(mode, 8);
        // OWNER_READ, OWNER_WRITE, ... OTHERS_EXECUTE are declared in the order of the bits, highest first.
        PosixFilePermission[] all = PosixFilePermission.values();
        Set<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
        for (int i = 0; i < all.length; i++) {
            if ((bits & 1 << (all.length - 1 - i)) != 0) {
                permissions.add(all[i]);
            }
        }
        return Optional.of(new SocketFileMode(permissions, group));
    }
}
