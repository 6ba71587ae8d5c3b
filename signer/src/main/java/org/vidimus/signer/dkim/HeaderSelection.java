package org.vidimus.signer.dkim;

import java.util.Collections;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.vidimus.policy.base.Ascii;

/// Which header fields a signature covers.
///
/// Immutable.
///
/// @param signed the fields that are signed where they occur, each as often as it occurs (§5.4.2); names in lower
///     case. `from` is always among them (§5.4)
/// @param oversigned the fields that are named once more than they occur, so that nobody can add another (§8.15);
///     a subset of `signed`
/// @param addedLater the fields that an MTA after us adds where they are missing: then they are not final yet and
///     are not oversigned. Default: [#ADDED_LATER]
public record HeaderSelection(Set<String> signed, Set<String> oversigned, Set<String> addedLater) {
    /// What mail must or should have, and what a server on the way may therefore add ([RFC 6409
    /// §8](https://www.rfc-editor.org/rfc/rfc6409#section-8)). Sendmail does so after its filters, a relay behind
    /// us may, and a filter cannot know either; a signature that forbids it is broken by the first that does.
    public static final Set<String> ADDED_LATER = Set.of("date", "message-id");

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

    private static final int LONGEST_NAME = 76; // so that each has room on a line

    /// Copies the sets, adds `from`, and lowers the case.
    public HeaderSelection {
        Set<String> all = lower(signed);
        all.add("from");
        all.addAll(lower(oversigned));
        signed = Collections.unmodifiableSet(all);
        oversigned = Collections.unmodifiableSet(lower(oversigned));
        addedLater = Collections.unmodifiableSet(lower(addedLater));
    }

    /// The same with [#ADDED_LATER].
    public HeaderSelection(Set<String> signed, Set<String> oversigned) {
        this(signed, oversigned, ADDED_LATER);
    }

    /// Why a DKIM signature never covers a field of this name, whoever asks for it (§5.4, and the documents of the
    /// fields named). For configuration: a [DkimSigner] passes over such names.
    ///
    /// @param name letters in any case
    /// @return words that follow the name, in printable ASCII; empty if it may be signed
    public static Optional<String> refusal(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (lower.isEmpty()
                || lower.length() > LONGEST_NAME
                || !lower.chars().allMatch(c -> Ascii.isFieldName(c) && c != ';')) {
            return Optional.of("is not the name of a header field");
        }
        return switch (lower) {
            case "return-path" -> Optional.of("is written at the end of the way");
            case "received" -> Optional.of("is added by every server on the way");
            case "dkim-signature", "domainkey-signature" -> Optional.of("is a signature itself");
            case "authentication-results" -> Optional.of("is removed and written anew by receivers (RFC 8601)");
            case "bcc", "resent-bcc" -> Optional.of("is removed on the way");
            case "delivered-to", "x-original-to" -> Optional.of("is added where mail is delivered");
            default ->
                lower.startsWith("arc-")
                        ? Optional.of("is added by servers on the way (RFC 8617)")
                        : lower.startsWith("bimi-")
                                ? Optional.of("is removed and written anew by receivers")
                                : Optional.empty();
        };
    }

    /// The same without the names that [#refusal] refuses.
    HeaderSelection permitted() {
        if (signed.stream().allMatch(name -> refusal(name).isEmpty())) {
            return this;
        }
        return new HeaderSelection(permitted(signed), permitted(oversigned), addedLater);
    }

    private static Set<String> permitted(Set<String> names) {
        return names.stream().filter(name -> refusal(name).isEmpty()).collect(Collectors.toSet());
    }

    private static Set<String> lower(Set<String> names) {
        return names.stream().map(name -> name.toLowerCase(Locale.ROOT)).collect(Collectors.toCollection(TreeSet::new));
    }
}
