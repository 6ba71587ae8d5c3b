package org.vidimus.policy.dmarc;

import java.util.Optional;
import org.vidimus.policy.dns.DomainName;

/// Whether identifiers are aligned with one Author Domain (§4.4, §4.10.2). Confined to one evaluation.
final class Alignment {
    /// The three answers.
    enum Answer {
        /// Aligned.
        YES,
        /// Not aligned.
        NO,
        /// It depends on a name that could not be looked up.
        UNKNOWN
    }

    private final DomainName author;
    private final DomainFinder finder;
    private boolean authorWalked;

    Alignment(DomainName author, DomainFinder finder) {
        this.author = author;
        this.finder = finder;
    }

    /// Whether `identifier` is aligned with the Author Domain.
    Answer of(DomainName identifier, boolean strict) {
        if (identifier.equals(author)) {
            return Answer.YES; // §4.10.2: the same in either mode, and no walk is needed
        }
        // An Organizational Domain is the domain itself or a name above it, so two domains that do not end in
        // the same label cannot share one, and an identifier outside the author's has another.
        if (strict || !identifier.isWithin(author.rightmost(1))) {
            return Answer.NO;
        }
        authorWalked = true;
        Optional<DomainName> organization = finder.organizationalDomain(author);
        if (organization.isEmpty()) {
            return Answer.UNKNOWN;
        }
        if (!identifier.isWithin(organization.get())) {
            return Answer.NO;
        }
        // §4.10.2: a walk of its own for each identifier, for a psd=n or psd=y may lie on its way and not on
        // ours.
        return finder.organizationalDomain(identifier)
                .map(other -> other.equals(organization.get()) ? Answer.YES : Answer.NO)
                .orElse(Answer.UNKNOWN);
    }

    /// Whether the Author Domain's Organizational Domain was needed so far.
    boolean authorWalked() {
        return authorWalked;
    }
}
