package org.vidimus.signer.dkim;

import java.util.Collections;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// Which header fields a signature covers.
///
/// Immutable.
///
/// @param signed the fields that are signed where they occur, each as often as it occurs (§5.4.2); names in lower
///     case. `from` is always among them (§5.4)
/// @param oversigned the fields that are named once more than they occur, so that nobody can add another (§8.15);
///     a subset of `signed`
public record HeaderSelection(Set<String> signed, Set<String> oversigned) {
    /// What §5.4.1 lists, what MIME adds, and one-click unsubscription ([RFC 8058
    /// §4](https://www.rfc-editor.org/rfc/rfc8058#section-4)); fields that tell readers what they read are
    /// oversigned.
    public static final HeaderSelection DEFAULT = new HeaderSelection(
            Set.of(
                    "from",
                    "reply-to",
                    "sender",
                    "subject",
                    "date",
                    "message-id",
                    "to",
                    "cc",
                    "mime-version",
                    "content-type",
                    "content-transfer-encoding",
                    "content-id",
                    "content-description",
                    "in-reply-to",
                    "references",
                    "resent-date",
                    "resent-from",
                    "resent-sender",
                    "resent-to",
                    "resent-cc",
                    "resent-message-id",
                    "list-id",
                    "list-help",
                    "list-unsubscribe",
                    "list-unsubscribe-post",
                    "list-subscribe",
                    "list-post",
                    "list-owner",
                    "list-archive"),
            Set.of(
                    "from",
                    "reply-to",
                    "subject",
                    "date",
                    "to",
                    "cc",
                    "mime-version",
                    "content-type",
                    "content-transfer-encoding"));

    /// Copies the sets, adds `from`, and lowers the case.
    public HeaderSelection {
        Set<String> all = lower(signed);
        all.add("from");
        all.addAll(lower(oversigned));
        signed = Collections.unmodifiableSet(all);
        oversigned = Collections.unmodifiableSet(lower(oversigned));
    }

    private static Set<String> lower(Set<String> names) {
        return names.stream().map(name -> name.toLowerCase(Locale.ROOT)).collect(Collectors.toCollection(TreeSet::new));
    }
}
