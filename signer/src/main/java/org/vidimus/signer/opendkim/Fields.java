package org.vidimus.signer.opendkim;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A value of several fields with colons between them. Nothing is trimmed, and the last field takes all that is
/// left, colons too.
final class Fields {
    private Fields() {}

    /// The fields of `value`, exactly `count` of them; those that it does not have are empty. A field that is there
    /// may be an empty text.
    static List<Optional<String>> split(String value, int count) {
        List<Optional<String>> fields = new ArrayList<>(count);
        int at = 0;
        boolean over = false;
        for (int i = 0; i < count; i++) {
            if (over || at >= value.length()) {
                fields.add(Optional.empty());
                continue;
            }
            int colon = i == count - 1 ? -1 : value.indexOf(':', at);
            fields.add(Optional.of(colon < 0 ? value.substring(at) : value.substring(at, colon)));
            over = colon < 0;
            at = colon + 1;
        }
        return fields;
    }
}
