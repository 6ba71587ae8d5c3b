package org.vidimus.signer.key;

import java.nio.file.Path;
import org.vidimus.policy.base.Parsed;

/// Which key of which device: a URI of [RFC 7512](https://www.rfc-editor.org/rfc/rfc7512), as far as the JDK's
/// provider can follow it.
///
/// `pkcs11:slot-id=879337590;object=s1;type=private?module-path=/usr/lib/softhsm/libsofthsm2.so&pin-source=/etc/vidimus/pin`
///
/// The provider finds a device by its slot and a key by the label of the certificate beside it, so `slot-id`,
/// `object` and `module-path` must be there, and `token`, `serial`, `id` and whatever else would choose cannot
/// be. Immutable.
///
/// @param text the URI as it was written; it holds no secret
/// @param slot the number of the slot, as `pkcs11-tool --list-slots` shows it in decimal digits
/// @param object the label of the certificate and key
/// @param module the device's library
/// @param pin where the PIN is: `pin-source=/path`, `pin-source=file:/path`, or `pin-source=credential:NAME` for
///     one of the service manager's. `pin-value` is refused: a configuration is no place for secrets
public record TokenUri(String text, long slot, String object, Path module, KeyPassphrase pin) {
    /// What such a URI begins with.
    public static final String SCHEME = "pkcs11:";

    /// Whether `text` is meant to be such a URI.
    public static boolean isMeant(String text) {
        return text.regionMatches(true, 0, SCHEME, 0, SCHEME.length());
    }

    /// Reads one. Whatever it would have to pass over makes it malformed.
    public static Parsed<TokenUri> parse(String text) {
        return TokenUriReader.read(text);
    }
}
