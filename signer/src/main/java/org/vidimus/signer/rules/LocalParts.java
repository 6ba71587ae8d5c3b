package org.vidimus.signer.rules;

import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.message.MailAddress;

/// Local-parts and logins as they are compared.
///
/// Interpretation: the case of a local-part counts for nobody but its own domain ([RFC 5321
/// §2.4](https://www.rfc-editor.org/rfc/rfc5321#section-2.4)), and here everything is about our own domains,
/// whose mailboxes no administrator tells apart by case. So ASCII letters are equal in any case. Octets of
/// UTF-8 ([RFC 6531 §3.3](https://www.rfc-editor.org/rfc/rfc6531#section-3.3)) are compared as they stand:
/// which of them are alike changes with each edition of Unicode, and a rule must not.
final class LocalParts {
    /// The most octets that are shown of one.
    private static final int SHOWN = 64;

    private LocalParts() {}

    /// The form in which equal ones are equal.
    static Bytes fold(Bytes localPart) {
        return localPart.toLowerCaseAscii();
    }

    /// An address for steps and logs, in printable ASCII.
    static String show(MailAddress address) {
        return address.localPart().excerpt(SHOWN) + "@" + address.domain();
    }

    /// A login for steps and logs, in printable ASCII.
    static String show(Bytes login) {
        return login.excerpt(2 * SHOWN);
    }
}
