package org.vidimus.policy.dmarc;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.vidimus.policy.base.Ascii;
import org.vidimus.policy.base.Parsed;
import org.vidimus.policy.dns.DomainName;

/// One URI of rua= or ruf= (§4.6, §4.8): where reports are wanted.
///
/// Immutable.
///
/// @param uri the URI, percent-decoded, without size suffix: printable ASCII
/// @param host the domain of the mail address or the host of the URL; empty where there is none
record ReportUri(String uri, Optional<DomainName> host) {
    private static final Pattern SIZE = Pattern.compile("![0-9]+[kmgtKMGT]?$");
    private static final Pattern SYNTAX =
            Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*):((?:[A-Za-z0-9._~:/?#@$&'()*+;=\\[\\]-]|%[0-9A-Fa-f]{2})+)");
    private static final Pattern AUTHORITY = Pattern.compile("//(?:[^/?#@]*@)?([^/?#:@]*)(?::[0-9]*)?(?:[/?#].*)?");

    /// Reads one URI of the list; the offset in the complaint is that of `text`.
    static Parsed<ReportUri> parse(String text) {
        // §4.8, Appendix C.4: the size suffix of the first edition is still taken, and means nothing.
        Matcher syntax = SYNTAX.matcher(SIZE.matcher(text).replaceFirst(""));
        if (!syntax.matches()) {
            return new Parsed.Malformed<>(0, "not a URI, or one with a comma or ! that is not percent-encoded");
        }
        Optional<String> rest = decoded(syntax.group(2));
        if (rest.isEmpty()) {
            return new Parsed.Malformed<>(0, "a percent-encoded octet that is not printable ASCII");
        }
        boolean mail = syntax.group(1).equalsIgnoreCase("mailto");
        Optional<DomainName> host = mail ? mailDomain(rest.get()) : urlHost(syntax.group(2));
        // RFC 8616 §6: addresses are ASCII; a mailto without an address reaches nobody.
        return mail && host.isEmpty()
                ? new Parsed.Malformed<>(0, "expected a mail address after mailto:")
                : new Parsed.Ok<>(new ReportUri(syntax.group(1) + ":" + rest.get(), host));
    }

    /// The domain of a URI that was read before.
    static Optional<DomainName> host(String uri) {
        int colon = uri.indexOf(':');
        String rest = uri.substring(colon + 1);
        return uri.substring(0, colon).equalsIgnoreCase("mailto") ? mailDomain(rest) : urlHost(rest);
    }

    private static Optional<DomainName> mailDomain(String address) {
        int query = address.indexOf('?');
        String mailbox = query < 0 ? address : address.substring(0, query);
        int at = mailbox.lastIndexOf('@');
        return at < 1 ? Optional.empty() : domain(mailbox.substring(at + 1));
    }

    private static Optional<DomainName> urlHost(String rest) {
        Matcher authority = AUTHORITY.matcher(rest);
        return authority.matches() ? domain(authority.group(1)) : Optional.empty();
    }

    private static Optional<DomainName> domain(String text) {
        return DomainName.parse(text) instanceof Parsed.Ok<DomainName>(DomainName name)
                ? Optional.of(name)
                : Optional.empty();
    }

    private static Optional<String> decoded(String text) {
        StringBuilder decoded = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '%') {
                c = (char) Integer.parseInt(text.substring(i + 1, i + 3), 16);
                i += 2;
            }
            if (!Ascii.isPrintable(c)) {
                return Optional.empty();
            }
            decoded.append(c);
        }
        return Optional.of(decoded.toString());
    }
}
