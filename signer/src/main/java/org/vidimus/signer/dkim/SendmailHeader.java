package org.vidimus.signer.dkim;

import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.message.HeaderBlock;

/// What of a header Sendmail sends on as its filters saw it.
///
/// Sendmail writes address fields anew when it delivers, after its filters: the addresses of a list are separated by
/// a comma and a blank, a name without a domain gets the host's, a dot at the end goes, and so on. Most mail is
/// written like that already, and then the relaxed form of the field stays as it is. Where it is not, the field cannot
/// be signed ([RFC 6376 §5.3](https://www.rfc-editor.org/rfc/rfc6376#section-5.3): what is signed must not be changed
/// afterwards), and so it is left out of the signature. From is signed all the same, as §5.4 demands.
public final class SendmailHeader {
    private static final Set<String> ADDRESS_FIELDS =
            Set.of("to", "cc", "reply-to", "sender", "resent-to", "resent-cc", "resent-from", "resent-sender");

    private static final int LONGEST = 16_384; // of a field; Sendmail takes 32,768 octets of header
    private static final Pattern BLANKS = Pattern.compile("[ \t]++");

    private static final String ATOM = "[A-Za-z0-9#$&'*+/=?^_`{|}~-]++";
    private static final String LABEL = "[A-Za-z0-9]++(?:-++[A-Za-z0-9]++)*+";
    private static final String ADDRESS = ATOM + "(?:\\." + ATOM + ")*+@" + LABEL + "(?:\\." + LABEL + ")++";
    private static final String QUOTED = "\"(?:[^\"\\\\]|\\\\[\"\\\\])*+\"";
    /// Not a dot or an apostrophe, for which Sendmail puts the whole name into quotes by default.
    private static final String WORD = "[A-Za-z0-9!#$%&*+/=?^_`{|}~\u0080-\u00ff-]++";
    private static final String COMMENT = "\\([^()\\\\\"]*+\\)";
    private static final String NAME = "(?:" + QUOTED + "|" + WORD + "(?: " + WORD + ")*+)";
    private static final Pattern MAILBOX =
            Pattern.compile("(?:(?:" + NAME + " ?+)?+<" + ADDRESS + ">|" + ADDRESS + ")(?: " + COMMENT + ")?+");
    private static final int LONGEST_MAILBOX = 1_000;

    private SendmailHeader() {}

    /// Whether the MTA that gives its version like this, in the macro `v`, is Sendmail: that is a bare number there,
    /// such as `8.17.1.9`, and others put their name in front.
    public static boolean isSendmail(Bytes version) {
        return !version.isEmpty() && version.at(0) >= '0' && version.at(0) <= '9';
    }

    /// The same selection without the fields that Sendmail will change in this header.
    public static HeaderSelection settled(HeaderSelection wanted, HeaderBlock header) {
        Set<String> changing = new TreeSet<>(ADDRESS_FIELDS);
        changing.removeIf(name -> header.named(Bytes.utf8(name)).stream()
                .allMatch(entry -> keeps(entry.field().unfolded())));
        return changing.isEmpty()
                ? wanted
                : new HeaderSelection(
                        without(wanted.signed(), changing),
                        without(wanted.oversigned(), changing),
                        wanted.addedLater());
    }

    private static Set<String> without(Set<String> names, Set<String> unwanted) {
        Set<String> rest = new TreeSet<>(names);
        rest.removeAll(unwanted);
        return rest;
    }

    /// Whether an address field with this value keeps its relaxed form (§3.4.2). What is beyond the usual forms counts
    /// as changed.
    ///
    /// @param value without folds
    static boolean keeps(Bytes value) {
        if (value.length() > LONGEST) {
            return false;
        }
        String list = BLANKS.matcher(value.latin1()).replaceAll(" ").strip();
        Matcher mailbox = MAILBOX.matcher(list);
        int at = 0;
        while (at < list.length()) {
            mailbox.region(at, Math.min(list.length(), at + LONGEST_MAILBOX));
            if (!mailbox.lookingAt()) {
                return false;
            }
            at = mailbox.end();
            if (at < list.length() && !list.startsWith(", ", at)) {
                return false;
            }
            at += 2;
        }
        return true;
    }
}
