package org.vidimus.daemon.mta;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.vidimus.milter.mta.RealMta;

/// The ports of 127.0.0.1 on which a mail server takes mail, beside its usual one, in a [SigningLab]; and what
/// stands behind it.
///
/// Immutable.
///
/// @param submission for users who log in; `{daemon_name}` is `MSA`
/// @param signing which calls the second filter first, and then the daemon at [#filter]
/// @param scanned for mail that goes to the content filter first
/// @param back where the content filter brings it back, and no filter is called
/// @param backAgain the same, and the daemon is called once more
/// @param named for mail from inside; `{daemon_name}` is `INSIDE`
/// @param scanner where the content filter listens
/// @param filter where the daemon listens for mail from inside alone
/// @param second where the second filter listens
/// @param sevenBit the receiver's port where it does not offer 8BITMIME
public record Doors(
        int submission,
        int signing,
        int scanned,
        int back,
        int backAgain,
        int named,
        int scanner,
        int filter,
        int second,
        int sevenBit) {
    static Doors open(int scanner, int second, int sevenBit) throws IOException {
        List<Integer> ports = new ArrayList<>();
        while (ports.size() < 7) {
            int port = RealMta.freePort();
            if (!ports.contains(port)) {
                ports.add(port);
            }
        }
        return new Doors(
                ports.get(0),
                ports.get(1),
                ports.get(2),
                ports.get(3),
                ports.get(4),
                ports.get(5),
                scanner,
                ports.get(6),
                second,
                sevenBit);
    }
}
