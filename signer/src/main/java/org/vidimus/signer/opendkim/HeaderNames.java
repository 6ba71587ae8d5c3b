package org.vidimus.signer.opendkim;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.vidimus.policy.message.HeaderBlock;
import org.vidimus.signer.dkim.HeaderSelection;

/// Which header fields are signed: SignHeaders, OmitHeaders and OversignHeaders.
///
/// The names in these lists are patterns, as in a `refile:`. A list with an asterisk in it changes the built-in one:
/// `*,+x,-y`. From is always signed.
///
/// Immutable.
final class HeaderNames {
    /// What libopendkim signs without SignHeaders: neither Message-ID nor Content-Type.
    static final List<String> SIGNED = List.of(
            "from",
            "reply-to",
            "subject",
            "date",
            "to",
            "cc",
            "resent-date",
            "resent-from",
            "resent-sender",
            "resent-to",
            "resent-cc",
            "in-reply-to",
            "references",
            "list-id",
            "list-help",
            "list-unsubscribe",
            "list-subscribe",
            "list-post",
            "list-owner",
            "list-archive");

    /// What it leaves out without OmitHeaders.
    static final List<String> OMITTED = List.of("return-path", "received", "comments", "keywords");

    private static final int BUFFER = 1024;

    private final Ere signed;
    private final Ere omitted;
    private final List<String> signedNames;
    private final Set<String> oversigned;

    private HeaderNames(Ere signed, Ere omitted, List<String> signedNames, Set<String> oversigned) {
        this.signed = signed;
        this.omitted = omitted;
        this.signedNames = signedNames;
        this.oversigned = oversigned;
    }

    /// Reads the three lists; empty if OpenDKIM would not start, with the reason among the lints.
    static Optional<HeaderNames> read(OpenDkimFile file, DatasetReader sets, List<Lint> lints) {
        Optional<List<String>> sign = names(file, "SignHeaders", sets, SIGNED, lints);
        Optional<List<String>> omit = names(file, "OmitHeaders", sets, OMITTED, lints);
        Optional<List<String>> over = names(file, "OversignHeaders", sets, List.of(), lints);
        if (sign.isEmpty() || omit.isEmpty() || over.isEmpty()) {
            return Optional.empty();
        }
        List<String> all = new ArrayList<>(List.of("from"));
        all.addAll(sign.get());
        Optional<Ere> signed = pattern(file, "SignHeaders", all, lints);
        Optional<Ere> omitted = pattern(file, "OmitHeaders", omit.get(), lints);
        if (signed.isEmpty() || omitted.isEmpty()) {
            return Optional.empty();
        }
        Set<String> extra = new LinkedHashSet<>();
        over.get().stream().filter(name -> !name.isEmpty()).forEach(name -> extra.add(CText.lower(name)));
        for (String name : extra) {
            if (!signed.get().find(name)) {
                lints.add(Lint.warning(
                        file.place("OversignHeaders"),
                        "oversigned-not-signed",
                        CText.shown(name) + " is oversigned but not signed, which breaks signatures of messages that"
                                + " have such a field",
                        "signed too"));
            }
        }
        if (omitted.get().find("from")) {
            lints.add(Lint.warning(
                    file.place("OmitHeaders"),
                    "from-omitted",
                    "without From no signature can be made, and OpenDKIM lets the mail go unsigned",
                    "From is signed all the same"));
        }
        return Optional.of(new HeaderNames(signed.get(), omitted.get(), all, extra));
    }

    /// Which fields of this message are signed.
    HeaderSelection selection(HeaderBlock header) {
        Set<String> names = new TreeSet<>();
        for (HeaderBlock.Entry entry : header.entries()) {
            String name = CText.trim(CText.lower(entry.field().name().latin1()));
            if (signed.find(name) && !omitted.find(name)) {
                names.add(name);
            }
        }
        return new HeaderSelection(names, oversigned, Set.of());
    }

    /// The names that are signed, where none of them is a pattern.
    Optional<Set<String>> signedNames() {
        Set<String> names = new TreeSet<>();
        for (String name : signedNames) {
            if (!isPlain(name)) {
                return Optional.empty();
            }
            if (!omitted.find(name)) {
                names.add(CText.lower(name));
            }
        }
        return Optional.of(names);
    }

    Set<String> oversignedNames() {
        return oversigned;
    }

    private static boolean isPlain(String name) {
        return name.chars().allMatch(c -> CharSet.isWord(c) || c == '-');
    }

    private static Optional<List<String>> names(
            OpenDkimFile file, String parameter, DatasetReader sets, List<String> base, List<Lint> lints) {
        if (file.setting(parameter).isEmpty()) {
            return Optional.of(base);
        }
        Optional<Dataset> set = sets.read(file, parameter, true, false);
        if (set.filter(found -> found.kind() == Dataset.Kind.REFILE).isPresent()) {
            lints.add(Lint.error(
                    file.place(parameter),
                    "list-wanted",
                    parameter + " cannot be a refile; OpenDKIM does not start",
                    ""));
            return Optional.empty();
        }
        return set.map(found -> {
            List<String> keys = found.entries().stream().map(Dataset.Entry::key).toList();
            return parameter.equals("OversignHeaders") || !found.has("*") ? keys : changed(base, keys, found);
        });
    }

    private static List<String> changed(List<String> base, List<String> keys, Dataset set) {
        List<String> names = new ArrayList<>();
        base.stream().filter(name -> !set.has("-" + name)).forEach(names::add);
        keys.stream()
                .filter(key -> key.startsWith("+"))
                .map(key -> key.substring(1))
                .forEach(names::add);
        return names;
    }

    private static Optional<Ere> pattern(OpenDkimFile file, String parameter, List<String> names, List<Lint> lints) {
        StringBuilder list = new StringBuilder("^(");
        for (int i = 0; i < names.size(); i++) {
            list.append(i == 0 ? "" : "|").append(escaped(names.get(i)));
        }
        String expression = list.append(")$").toString();
        if (expression.length() > BUFFER) {
            lints.add(Lint.error(
                    file.place(parameter),
                    "list-too-long",
                    parameter + " makes a pattern of more than 1,024 octets; OpenDKIM does not start",
                    ""));
            return Optional.empty();
        }
        return switch (Ere.compile(expression, true)) {
            case Ere.Compiled.Ok(Ere compiled) -> Optional.of(compiled);
            case Ere.Compiled.Bad(String why, boolean _) -> {
                lints.add(Lint.error(
                        file.place(parameter),
                        "bad-pattern",
                        parameter + " makes a pattern that has " + why + "; OpenDKIM does not start",
                        ""));
                yield Optional.empty();
            }
        };
    }

    private static String escaped(String name) {
        StringBuilder out = new StringBuilder();
        boolean escape = false;
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (escape) { // libopendkim writes what follows a backslash twice
                out.append(c);
                escape = false;
            }
            switch (c) {
                case '*' -> out.append(".*");
                case '.' -> out.append("\\.");
                case '\\' -> escape = true;
                default -> out.append(c);
            }
        }
        return out.toString();
    }
}
