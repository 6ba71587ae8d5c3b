package org.vidimus.signer.rules;

import java.util.Optional;
import org.vidimus.policy.dkim.DkimSignature;
import org.vidimus.signer.dkim.SignatureProfile;
import org.vidimus.signer.key.DomainKey;

/// A signature to be made. Immutable.
///
/// @param key with which key, and so with which d= and s=
/// @param identity what i= says (§3.5); no such tag if empty
/// @param profile how
public record PlannedSignature(DomainKey key, Optional<DkimSignature.Identity> identity, SignatureProfile profile) {}
