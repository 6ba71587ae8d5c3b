package org.vidimus.policy.dmarc;

import java.util.Optional;
import org.vidimus.policy.dns.DomainName;

/// Whether identifiers are aligned with one Author Domain (§4.4, §4.10.2). Confined to one evaluation.
final class Alignment {
    private final DomainName author;
    private final DomainFinder finder;
    private boolean authorWalked;

    /// The answer for one identifier; `why` is for people.
    sealed interface Verdict {
        /// Aligned.
        record Aligned(String why) implements Verdict {}

        /// Not aligned.
        record Foreign(String why) implements Verdict {}

        /// It depends on a name that could not be looked up.
        record Open(String why) implements Verdict {}
    }

    Alignment(DomainName author, DomainFinder finder) {
        this.author = author;
        this.finder = finder;
    }

    /// Whether `identifier` is aligned with the Author Domain.
    Verdict of(DomainName identifier, boolean strict) {
        if (identifier.equals(author)) {
            return new Verdict.Aligned("aligned: the same domain"); // §4.10.2: in either mode, and without a walk
        }
        if (strict) {
            return new Verdict.Foreign("not aligned: another domain, and alignment is strict");
        }
        // An Organizational Domain is the domain itself or a name above it, so two domains that do not end in
        // the same label cannot share one, and an identifier that is not below the author's has another.
        if (!identifier.isWithin(author.rightmost(1))) {
            return new Verdict.Foreign("not aligned: another organization");
        }
        authorWalked = true;
        Optional<DomainName> ours = finder.organizationalDomain(author);
        if (ours.isEmpty()) {
            return new Verdict.Open("open: the Organizational Domain of " + author + " could not be looked up");
        }
        if (!identifier.isWithin(ours.get())) {
            return new Verdict.Foreign("not aligned: not within the Organizational Domain " + ours.get());
        }
        // §4.10.2: a walk of its own for each identifier, for a psd=n or psd=y may lie on its way and not on
        // the author's.
        Optional<DomainName> theirs = finder.organizationalDomain(identifier);
        if (theirs.isEmpty()) {
            return new Verdict.Open("open: its Organizational Domain could not be looked up");
        }
        return theirs.equals(ours)
                ? new Verdict.Aligned("aligned: the same Organizational Domain, " + ours.get())
                : new Verdict.Foreign("not aligned: its Organizational Domain is " + theirs.get());
    }

    /// Whether the Author Domain's Organizational Domain was needed so far.
    boolean authorWalked() {
        return authorWalked;
    }
}
