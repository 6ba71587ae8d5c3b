package org.vidimus.daemon.signing;

import java.util.List;
import org.vidimus.signer.rules.Decider;

/// What one look at the files of the signer brought. Immutable.
///
/// @param decider decides with what was found
/// @param keys every key that is named, usable or not
/// @param warnings what its owner should know, a line each
/// @param changes what the key directory has in use otherwise than at the last look, a line each
/// @param errors what keeps all of it from being used, a line each; then `decider` signs nothing
public record Loaded(
        Decider decider, List<NamedKey> keys, List<String> warnings, List<String> changes, List<String> errors) {
    /// Copies the lists.
    public Loaded {
        keys = List.copyOf(keys);
        warnings = List.copyOf(warnings);
        changes = List.copyOf(changes);
        errors = List.copyOf(errors);
    }
}
