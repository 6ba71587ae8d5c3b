package org.vidimus.policy.message;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.vidimus.policy.base.Ascii;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.base.Parsed;
import org.vidimus.policy.dns.DomainName;
import org.vidimus.policy.message.AddressList.Host;
import org.vidimus.policy.message.AddressList.Mailbox;

/// The one parser of addresses, for header fields ([RFC 5322
/// §3.4](https://www.rfc-editor.org/rfc/rfc5322#section-3.4)) and for envelopes ([RFC 5321
/// §4.1.2](https://www.rfc-editor.org/rfc/rfc5321#section-4.1.2)), which have no comments and no white space.
///
/// A reading method either moves past what it read, or returns false (or empty) and leaves [#malformed()] to
/// say where and why. No octet is looked at more than a fixed number of times, and nothing recurses deeper
/// than a list in a group, so the time is linear and the stack small whatever the value holds.
///
/// Confined to one call.
final class AddressParser {
    private static final int MAX_COMMENT_DEPTH = 50;
    private static final int MAX_MAILBOXES = 1_000;
    private static final Bytes ENCODED_WORD_START = Bytes.utf8("=?");
    private static final Bytes ENCODED_WORD_END = Bytes.utf8("?=");

    private final Bytes text;
    private final boolean inHeader;
    private final List<Mailbox> mailboxes = new ArrayList<>();
    private int position;
    private int problemAt;
    private String problem = "";

    /// @param inHeader whether comments, white space and folds may stand between words
    AddressParser(Bytes text, boolean inHeader) {
        this.text = text;
        this.inHeader = inHeader;
    }

    /// mailbox-list or address-list: From may hold groups too ([RFC 6854
    /// §2.1](https://www.rfc-editor.org/rfc/rfc6854#section-2.1)).
    Parsed<AddressList> list() {
        if (!isText() || !skipSpace()) {
            return malformed();
        }
        while (!atEnd()) {
            // RFC 5322 §4.4, obs-mbox-list: nothing between two commas is nobody.
            boolean good = sees(',') || address(true);
            if (!good || !(atEnd() || (expect(',') && skipSpace()))) {
                return malformed();
            }
        }
        return new Parsed.Ok<>(new AddressList(mailboxes));
    }

    /// Mailbox of an envelope, with a source route before it or without.
    Parsed<Mailbox> path() {
        List<DomainName> route = new ArrayList<>();
        if (!isText() || (sees('@') && !route(route))) {
            return malformed();
        }
        Optional<Mailbox> mailbox = addrSpec(route);
        if (mailbox.isEmpty() || (!atEnd() && !fail(position, "expected the end of the address"))) {
            return malformed();
        }
        return new Parsed.Ok<>(mailbox.get());
    }

    /// What no grammar of addresses holds, at any place. The rest of the parser need not think of it.
    private boolean isText() {
        Optional<Parsed.Malformed<Bytes>> found = TextOctets.problem(text, inHeader);
        return found.isEmpty() || fail(found.get().offset(), found.get().why());
    }

    /// mailbox / group.
    private boolean address(boolean mayBeGroup) {
        int start = position;
        Optional<Mailbox> bare = addrSpec(List.of());
        if (bare.isPresent() && skipSpace() && atDelimiter()) {
            return add(bare.get());
        }
        position = start;
        List<DomainName> named = new ArrayList<>();
        if (!phrase(named)) {
            return false;
        }
        if (mayBeGroup && position > start && named.isEmpty() && sees(':')) {
            return group();
        }
        return angle(named);
    }

    private boolean atDelimiter() {
        return atEnd() || sees(',') || sees(';');
    }

    private boolean add(Mailbox mailbox) {
        mailboxes.add(mailbox);
        return mailboxes.size() <= MAX_MAILBOXES || fail(position, "more than " + MAX_MAILBOXES + " addresses");
    }

    private boolean addOther(Host host, List<DomainName> others) {
        if (host instanceof Host.Name(DomainName domain)) {
            others.add(domain);
        }
        return others.size() <= MAX_MAILBOXES || fail(position, "more than " + MAX_MAILBOXES + " domains");
    }

    /// The words before `<` or `:`.
    ///
    /// Interpretation: an `@` may not stand here outside quotes, but many write `ann@example.org
    /// <ann@example.org>`. Some readers take the first address and some the second, so both count: where they
    /// name one domain nothing is in doubt, and where they do not there are several.
    private boolean phrase(List<DomainName> named) {
        boolean afterWord = false;
        while (!atEnd() && "<:,;".indexOf(text.at(position)) < 0) {
            if (sees('@')) {
                if (!afterWord) {
                    return fail(position, "expected a word before \"@\"");
                }
                position++;
                Optional<Host> host = skipSpace() ? host() : Optional.empty();
                if (host.isEmpty()) {
                    return false;
                }
                if (!addOther(host.get(), named)) {
                    return false;
                }
                afterWord = false;
            } else if (word(new ByteArrayOutputStream(), afterWord)) {
                afterWord = true;
            } else {
                return false;
            }
            if (!skipSpace()) {
                return false;
            }
        }
        return true;
    }

    /// From behind the display name of a group.
    private boolean group() {
        position++;
        if (!skipSpace()) {
            return false;
        }
        while (!sees(';')) {
            boolean good = sees(',') || address(false);
            if (!good || !(sees(';') || (expect(',') && skipSpace()))) {
                return false;
            }
        }
        position++;
        return skipSpace();
    }

    /// angle-addr, with a source route in it or without.
    private boolean angle(List<DomainName> others) {
        if (!sees('<')) {
            return fail(position, "expected an address");
        }
        position++;
        if (!skipSpace() || (sees('@') && !route(others))) {
            return false;
        }
        Optional<Mailbox> mailbox = addrSpec(others);
        return mailbox.isPresent() && skipSpace() && expect('>') && skipSpace() && add(mailbox.get());
    }

    /// obs-route, A-d-l: domains that mail once went through.
    ///
    /// Deviation: RFC 5322 §4.4 has the route ignored. Some readers show its first domain, so its domains
    /// count.
    private boolean route(List<DomainName> domains) {
        while (expect('@') && skipSpace()) {
            Optional<Host> host = host();
            if (host.isEmpty() || !addOther(host.get(), domains) || !skipSpace()) {
                return false;
            }
            if (sees(':')) {
                position++;
                return skipSpace();
            }
            if (!expect(',') || !skipSpace()) {
                return false;
            }
        }
        return false;
    }

    /// addr-spec.
    private Optional<Mailbox> addrSpec(List<DomainName> others) {
        int start = position;
        ByteArrayOutputStream localPart = new ByteArrayOutputStream();
        do {
            boolean first = position == start;
            // RFC 5322 §3.4.1: words have dots between them.
            if (!first && text.at(position - 1) != '.' && !sees('.')) {
                fail(position, "expected \".\" or \"@\"");
                return Optional.empty();
            }
            if (!word(localPart, !first)) {
                return Optional.empty();
            }
        } while (!atEnd() && (sees('"') || isAtom(text.at(position)) || sees('.')));
        // RFC 2047 §5: an encoded-word is no part of an address. Readers that decode first see another one.
        int encoded = inHeader ? encodedWord(text.slice(start, position)) : -1;
        if (encoded >= 0) {
            fail(start + encoded, "encoded-word in an address");
            return Optional.empty();
        }
        if (!skipSpace() || !expect('@') || !skipSpace()) {
            return Optional.empty();
        }
        int written = position;
        return host().map(at ->
                new Mailbox(Bytes.of(localPart.toByteArray()), at, others, text.slice(written, position)));
    }

    /// Where something begins that a reader could decode, or -1.
    private static int encodedWord(Bytes localPart) {
        int start = localPart.indexOf(ENCODED_WORD_START, 0);
        return start >= 0 && localPart.indexOf(ENCODED_WORD_END, start + 2) >= 0 ? start : -1;
    }

    /// domain / domain-literal.
    ///
    /// Deviation: RFC 5322 §4.4 lets white space and comments stand around the dots of a domain. Readers
    /// differ in where such a name ends, so it ends at the first of them.
    private Optional<Host> host() {
        int start = position;
        if (sees('[')) {
            return literal();
        }
        while (!atEnd() && (isAtom(text.at(position)) || sees('.'))) {
            position++;
        }
        return switch (DomainName.parse(text.slice(start, position))) {
            case Parsed.Ok<DomainName>(DomainName domain) -> Optional.of(new Host.Name(domain));
            case Parsed.Malformed<DomainName>(int offset, String why) -> {
                fail(start + offset, why);
                yield Optional.empty();
            }
        };
    }

    private Optional<Host> literal() {
        int start = position + 1;
        int end = start;
        while (end < text.length() && "[]\\".indexOf(text.at(end)) < 0 && Ascii.isPrintable(text.at(end))) {
            end++;
        }
        if (end == text.length() || text.at(end) != ']') {
            fail(end, "expected \"]\"");
            return Optional.empty();
        }
        position = end + 1;
        return Optional.of(new Host.Literal(text.slice(start, end)));
    }

    /// A quoted-string, or atoms with dots.
    ///
    /// Deviation: dots may follow each other and end a local-part, as some Japanese carriers have them. No
    /// reader takes another domain for that.
    ///
    /// @param mayBeDot whether a dot may come first
    private boolean word(ByteArrayOutputStream content, boolean mayBeDot) {
        if (sees('"')) {
            return quotedString(content);
        }
        int start = position;
        if (!mayBeDot && sees('.')) {
            return fail(position, "unexpected \".\"");
        }
        while (!atEnd() && (isAtom(text.at(position)) || sees('.'))) {
            content.write(text.at(position++));
        }
        return position > start || fail(position, "expected an address");
    }

    private boolean quotedString(ByteArrayOutputStream content) {
        int open = position++;
        while (!atEnd()) {
            int octet = text.at(position++);
            switch (octet) {
                case '"' -> {
                    return true;
                }
                case '\\' -> {
                    if (!quotedPair()) {
                        return false;
                    }
                    content.write(text.at(position++));
                }
                case '\r', '\n' -> {} // a fold: its white space comes next
                default -> content.write(octet);
            }
        }
        return fail(open, "quoted string is not closed");
    }

    /// Whether something that can be quoted follows the backslash.
    private boolean quotedPair() {
        return (!atEnd() && text.at(position) != '\r' && text.at(position) != '\n')
                || fail(position - 1, "backslash before nothing");
    }

    /// CFWS; nothing at all in an envelope.
    private boolean skipSpace() {
        while (inHeader && !atEnd()) {
            int octet = text.at(position);
            if (Ascii.isWhiteSpace(octet) || octet == '\r' || octet == '\n') {
                position++;
            } else if (octet != '(') {
                return true;
            } else if (!comment()) {
                return false;
            }
        }
        return true;
    }

    private boolean comment() {
        int open = position;
        int depth = 0;
        while (!atEnd()) {
            switch (text.at(position++)) {
                case '(' -> {
                    if (++depth > MAX_COMMENT_DEPTH) {
                        return fail(position - 1, "comments nested deeper than " + MAX_COMMENT_DEPTH);
                    }
                }
                case ')' -> {
                    if (--depth == 0) {
                        return true;
                    }
                }
                case '\\' -> {
                    if (!quotedPair()) {
                        return false;
                    }
                    position++;
                }
                default -> {}
            }
        }
        return fail(open, "comment is not closed");
    }

    /// atext, and the octets of UTF-8 (RFC 6532 §3.2).
    private static boolean isAtom(int octet) {
        return octet >= 0x80
                || Ascii.isLetterOrDigit(octet)
                || (octet > ' ' && "!#$%&'*+-/=?^_`{|}~".indexOf(octet) >= 0);
    }

    private boolean atEnd() {
        return position == text.length();
    }

    private boolean sees(int octet) {
        return position < text.length() && text.at(position) == octet;
    }

    private boolean expect(int octet) {
        if (!sees(octet)) {
            return fail(position, "expected \"" + (char) octet + "\"");
        }
        position++;
        return true;
    }

    private boolean fail(int offset, String why) {
        problemAt = offset;
        problem = why;
        return false;
    }

    private <T> Parsed<T> malformed() {
        return new Parsed.Malformed<>(problemAt, problem);
    }
}
