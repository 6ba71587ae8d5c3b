package org.vidimus.policy.phishing;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.vidimus.policy.base.Ascii;
import org.vidimus.policy.dns.DomainName;

/// Finds domains that look like protected ones.
///
/// What is compared is the label that was registered: `example` of `www.example.com`, as people read it, that is
/// with U-labels. What it costs grows with the number of protected domains, at some microseconds for each hundred.
///
/// Immutable, thread-safe.
public final class DomainGuard {
    /// Shorter names stand in too many others by chance.
    private static final int SHORTEST_PART = 4;

    private static final int SHORTEST_RUN_TOGETHER = 6;
    private static final int SHORTEST_MISSPELT = 5;
    private static final int SHORTEST_MISSPELT_TWICE = 9;

    private final Organizations organizations;
    private final List<Guarded> guarded = new ArrayList<>();
    private final Set<DomainName> honest = new HashSet<>();
    private final Map<String, DomainName> byLabel = new HashMap<>();
    private final Map<String, DomainName> bySkeleton = new HashMap<>();
    private final Map<String, DomainName> byFolded = new HashMap<>();

    /// A protected domain.
    ///
    /// @param label the label that was registered
    private record Guarded(DomainName domain, String label, String skeleton) {}

    /// A guard of the domains of `settings`.
    public DomainGuard(Protected settings, Organizations organizations) {
        this.organizations = organizations;
        this.honest.addAll(settings.allowed());
        for (DomainName domain : settings.domains()) {
            DomainName organization = organizations.organization(domain);
            honest.add(organization);
            String label = label(organization);
            String skeleton = Shapes.skeleton(label);
            guarded.add(new Guarded(domain, label, skeleton));
            byLabel.putIfAbsent(label, domain);
            bySkeleton.putIfAbsent(skeleton, domain);
            byFolded.putIfAbsent(Shapes.folded(skeleton), domain);
        }
    }

    /// The protected domain for which `domain` can be taken, and how; empty if it is honest or looks like none.
    /// Where several ways apply, the first of [LookAlike]'s list is named.
    public Optional<LookAlike> lookAlike(DomainName domain) {
        if (guarded.isEmpty() || domain.labelCount() == 1 || isHonest(domain)) {
            return Optional.empty();
        }
        DomainName organization = organizations.organization(domain);
        String label = label(organization);
        String skeleton = Shapes.skeleton(label);
        return Optional.ofNullable(byLabel.get(label))
                .<LookAlike>map(of -> new LookAlike.OtherSuffix(domain, of))
                .or(() -> found(bySkeleton.get(skeleton), domain, LookAlike.Confusable::new))
                .or(() -> found(byFolded.get(Shapes.folded(skeleton)), domain, LookAlike.Digits::new))
                .or(() -> subdomain(domain, organization))
                .or(() -> addedWords(domain, label, skeleton))
                .or(() -> misspelt(domain, label));
    }

    private static Optional<LookAlike> found(
            @Nullable DomainName of, DomainName domain, BiFunction<DomainName, DomainName, LookAlike> way) {
        return Optional.ofNullable(of).map(protectedOne -> way.apply(domain, protectedOne));
    }

    /// Whether `domain` is protected itself, belongs to the same organisation as a protected one, or is allowed.
    public boolean isHonest(DomainName domain) {
        for (DomainName name = domain; ; name = name.parent().orElseThrow()) {
            if (honest.contains(name)) {
                return true;
            }
            if (name.parent().isEmpty()) {
                return false;
            }
        }
    }

    private static String label(DomainName organization) {
        String unicode = organization.toUnicode();
        int dot = unicode.indexOf('.');
        return dot < 0 ? unicode : unicode.substring(0, dot);
    }

    private Optional<LookAlike> subdomain(DomainName domain, DomainName organization) {
        if (domain.equals(organization)) {
            return Optional.empty();
        }
        String text = domain.toUnicode();
        int labels = domain.labelCount() - organization.labelCount();
        List<String> below = List.of(text.split("\\.")).subList(0, labels);
        String joined = "." + String.join(".", below) + ".";
        Set<String> shapes = new HashSet<>();
        below.forEach(label -> shapes.add(Shapes.skeleton(label)));
        for (Guarded one : guarded) {
            boolean whole = joined.contains("." + one.domain.toUnicode() + ".");
            if (whole || (one.label.length() >= SHORTEST_PART && shapes.contains(one.skeleton))) {
                return Optional.of(new LookAlike.Subdomain(domain, one.domain));
            }
        }
        return Optional.empty();
    }

    private Optional<LookAlike> addedWords(DomainName domain, String label, String skeleton) {
        String parts = "-" + label + "-";
        String shapes = "-" + skeleton + "-";
        for (Guarded one : guarded) {
            Optional<String> words = added(parts, one.label, one.label.length())
                    .or(() -> added(shapes, one.skeleton, one.label.length()));
            if (words.isPresent()) {
                return Optional.of(new LookAlike.AddedWords(domain, one.domain, words.get()));
            }
        }
        return Optional.empty();
    }

    /// What stands around `name` in `text`, as printable ASCII.
    ///
    /// @param text with a hyphen on either side
    /// @param length how long the name is as it is written
    private static Optional<String> added(String text, String name, int length) {
        int at = length < SHORTEST_PART ? -1 : text.indexOf(name);
        while (at >= 0 && !standsOut(text, at, at + name.length(), length)) {
            at = text.indexOf(name, at + 1);
        }
        if (at < 0) {
            return Optional.empty();
        }
        int end = at + name.length();
        String words = (text.substring(1, at) + " " + text.substring(end, text.length() - 1)).strip();
        return Optional.of(words.codePoints()
                .map(c -> Ascii.isPrintable(c) && c != '"' ? c : '?')
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString());
    }

    /// Whether hyphens set the part off; longer names are known at either end without them.
    private static boolean standsOut(String text, int at, int end, int length) {
        boolean apart = text.charAt(at - 1) == '-' && text.charAt(end) == '-';
        return apart || (length >= SHORTEST_RUN_TOGETHER && (at == 1 || end == text.length() - 1));
    }

    private Optional<LookAlike> misspelt(DomainName domain, String label) {
        for (Guarded one : guarded) {
            int length = one.label.length();
            int most = length >= SHORTEST_MISSPELT_TWICE ? 2 : length >= SHORTEST_MISSPELT ? 1 : 0;
            int edits = most == 0 ? 1 : Distance.between(one.label, label, most);
            if (edits <= most) {
                return Optional.of(new LookAlike.Misspelt(domain, one.domain, edits));
            }
        }
        return Optional.empty();
    }
}
