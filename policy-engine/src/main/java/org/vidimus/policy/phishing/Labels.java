package org.vidimus.policy.phishing;

import java.text.Normalizer;
import java.util.Optional;
import org.vidimus.policy.base.Ascii;
import org.vidimus.policy.base.Parsed;
import org.vidimus.policy.dns.DomainName;

/// Domains in text, and labels of domains.
final class Labels {
    private Labels() {}

    /// Whether a label that claims to be internationalised stands for nothing ([RFC 5891
    /// §5.4](https://www.rfc-editor.org/rfc/rfc5891#section-5.4)).
    static boolean isBroken(DomainName domain) {
        return domain.toString().contains("xn--")
                && domain.labels().stream()
                        .filter(label -> label.startsWith("xn--"))
                        .map(DomainName::of)
                        .anyMatch(label -> label.toUnicode().equals(label.toString()));
    }

    /// The domain of the first thing in a text that readers take for an address, with `@` in all its widths.
    ///
    /// @param text at most some hundred characters
    static Optional<DomainName> addressIn(String text) {
        String plain = Normalizer.normalize(text, Normalizer.Form.NFKC);
        for (int at = plain.indexOf('@'); at >= 0; at = plain.indexOf('@', at + 1)) {
            int end = at + 1;
            while (end < plain.length() && isOfDomain(plain.charAt(end))) {
                end++;
            }
            while (end > at + 1 && !Character.isLetterOrDigit(plain.charAt(end - 1))) {
                end--;
            }
            boolean named = at > 0 && !Character.isWhitespace(plain.charAt(at - 1));
            if (named
                    && DomainName.parse(plain.substring(at + 1, end))
                            instanceof Parsed.Ok<DomainName>(DomainName domain)
                    && domain.labelCount() > 1) {
                return Optional.of(domain);
            }
        }
        return Optional.empty();
    }

    private static boolean isOfDomain(char c) {
        return c == '-' || c == '.' || c == '_' || (c < 0x80 ? Ascii.isLetterOrDigit(c) : Character.isLetterOrDigit(c));
    }
}
