package org.vidimus.signer.opendkim;

import java.util.List;
import org.vidimus.signer.rules.AddressPattern;

/// A `[[sign.rule]]` that was made of lines of tables. Immutable.
///
/// @param from whom it is for
/// @param keys what signs, the first lowest
/// @param identity what i= says, in the words of the configuration; `none` for nothing
/// @param places the lines behind it
record NativeRule(AddressPattern from, List<Key> keys, String identity, List<Place> places) {
    NativeRule {
        keys = List.copyOf(keys);
        places = List.copyOf(places);
    }

    /// One key.
    ///
    /// @param domain d=
    /// @param selector s=
    /// @param file the path of the private key
    record Key(String domain, String selector, String file) {}

    boolean signsLike(NativeRule other) {
        return keys.equals(other.keys) && identity.equals(other.identity);
    }
}
