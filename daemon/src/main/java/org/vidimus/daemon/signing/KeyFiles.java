package org.vidimus.daemon.signing;

import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.vidimus.signer.key.KeyFault;
import org.vidimus.signer.key.KeyPassphrase;
import org.vidimus.signer.key.KeyReference;
import org.vidimus.signer.key.KeyResult;

/// The keys that the configuration names, each read again only when its files have changed.
///
/// What was good stays in use when it is gone or broken at a later look, and the result says so: a slip of
/// somebody's hand does not stop mail that could be signed a moment ago.
///
/// Confined to one thread.
final class KeyFiles {
    /// What may be mended without a change of the file itself: the folder above it, the device.
    private static final Set<KeyFault> LOOK_AGAIN =
            EnumSet.of(KeyFault.MISSING, KeyFault.UNREADABLE, KeyFault.UNSAFE, KeyFault.DEVICE);

    private final Function<KeyReference, KeyResult> loader;
    private final Map<KeyReference, Entry> entries = new HashMap<>();

    private record Entry(List<FileStamp> stamps, KeyResult result) {}

    KeyFiles(Function<KeyReference, KeyResult> loader) {
        this.loader = loader;
    }

    /// The key, as it is now.
    KeyResult read(KeyReference reference) {
        List<FileStamp> stamps = stamps(reference);
        Entry before = entries.get(reference);
        if (before != null && before.stamps().equals(stamps) && !mayHaveMended(before.result())) {
            return before.result();
        }
        KeyResult read = loader.apply(reference);
        KeyResult result = before != null
                        && before.result() instanceof KeyResult.Loaded(var key, var _)
                        && read instanceof KeyResult.Refused(var _, String why)
                ? new KeyResult.Loaded(key, List.of(why + "; the key stays in use as it was read before"))
                : read;
        entries.put(reference, new Entry(stamps, result));
        return result;
    }

    private static boolean mayHaveMended(KeyResult result) {
        return result instanceof KeyResult.Refused(KeyFault fault, String _) && LOOK_AGAIN.contains(fault);
    }

    private static List<FileStamp> stamps(KeyReference reference) {
        return switch (reference) {
            case KeyReference.InFile(var path, KeyPassphrase.InFile(var secret)) ->
                List.of(FileStamp.of(path), FileStamp.of(secret));
            case KeyReference.InFile(var path, KeyPassphrase _) -> List.of(FileStamp.of(path));
            case KeyReference.Inline _, KeyReference.OnToken _ -> List.of();
        };
    }
}
