package org.vidimus.signer.opendkim;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.vidimus.policy.base.AddressText;
import org.vidimus.policy.base.Parsed;
import org.vidimus.policy.pipeline.Network;
import org.vidimus.signer.dkim.HeaderSelection;

/// Writes `vidimus.toml`. Confined to one call of [#write].
final class TomlWriter {
    private static final long SHORTEST = 3_600;
    private static final long LONGEST = 366L * 86_400;

    private final ConfigurationReader.Read read;
    private final Rules rules;
    private final List<Lint> obstacles = new ArrayList<>();
    private final StringBuilder out = new StringBuilder();

    TomlWriter(ConfigurationReader.Read read) {
        this.read = read;
        this.rules = read.rules().orElseThrow();
    }

    /// What rules cannot say.
    List<Lint> obstacles() {
        return obstacles;
    }

    String write() {
        List<NativeRule> made = new RuleWriter(rules, obstacles).write();
        Optional<List<String>> networks = networks();
        lists();
        profileObstacles();
        line("# " + CText.shown(read.file().path().toString())
                + ", as Vidimus has it. Written by vidimus import opendkim.");
        read.configuration().socket().ifPresent(socket -> {
            line("");
            line("[milter]");
            line("listen = [" + quoted(socket.listen()) + "] # " + socket.place());
        });
        if (obstacles.isEmpty()) {
            trust(networks.orElse(List.of()));
            sign();
            made.forEach(this::rule);
        } else {
            line("");
            line("# What rules cannot say:");
            obstacles.forEach(lint -> line("#   " + lint.place() + ": " + lint.what()));
            line("[sign]");
            line("check-logins = false # as OpenDKIM: whoever may send may use every domain");
            line("");
            line("[sign.opendkim]");
            line("config = " + quoted(read.file().path().toString()));
        }
        return out.toString();
    }

    private void trust(List<String> networks) {
        line("");
        line("[trust]");
        line("networks = " + list(networks) + " # " + read.file().place("InternalHosts"));
    }

    private void sign() {
        Rules.Making making = rules.making();
        line("");
        line("[sign]");
        line("canonicalization = " + quoted(making.canonicalization().toString()));
        line("headers = " + list(permitted(making.headers().signedNames().orElse(Set.of()))));
        line("oversign = " + list(permitted(making.headers().oversignedNames())));
        line("expire = " + (making.lifetime() == 0 ? "\"none\"" : "\"" + making.lifetime() + "s\""));
        line("minimum-key-bits = " + Math.max(making.minimumBits(), 1024));
        line("on-broken-key = \"tempfail\"");
        line("check-logins = false # as OpenDKIM: whoever may send may use every domain");
        Collection<String> except = recipients();
        if (!except.isEmpty()) {
            line("except-recipients = " + list(except) + " # " + read.file().place("DontSignMailTo"));
        }
    }

    private void rule(NativeRule rule) {
        line("");
        line("[[sign.rule]] # "
                + rule.places().stream().map(Place::toString).distinct().collect(Collectors.joining(", ")));
        line("from = " + quoted(rule.from().toString()));
        line("keys = ["
                + rule.keys().stream()
                        .map(key -> "{ domain = " + quoted(key.domain()) + ", selector = " + quoted(key.selector())
                                + ", file = " + quoted(key.file()) + " }")
                        .collect(Collectors.joining(", "))
                + "]");
        if (!rule.identity().equals("none")) {
            line("identity = " + quoted(rule.identity()));
        }
    }

    /// The networks of InternalHosts; empty if it has entries that are none.
    private Optional<List<String>> networks() {
        Dataset internal = rules.origin().internal().dataset();
        List<String> networks = new ArrayList<>();
        if (internal.kind() == Dataset.Kind.REFILE) {
            obstacle("InternalHosts", "InternalHosts is a refile");
            return Optional.empty();
        }
        for (Dataset.Entry entry : internal.entries()) {
            String key = CText.lower(entry.key());
            int slash = key.indexOf('/');
            String host = slash < 0 ? key : key.substring(0, slash);
            boolean brackets = host.startsWith("[") && host.endsWith("]");
            String bare = brackets ? host.substring(1, host.length() - 1) : host;
            boolean address = AddressText.parse(bare).isPresent();
            if (!address) {
                if (!HostLint.looksLikeAddress(bare)) {
                    obstacles.add(obstacle(
                            entry.place(), "InternalHosts has " + CText.shown(key) + ", a name or an exclusion"));
                }
                continue;
            }
            boolean asked = AddressText.parse(bare)
                            .map(AddressText::of)
                            .filter(bare::equals)
                            .isPresent()
                    && (!brackets || slash >= 0 || bare.indexOf(':') >= 0);
            if (asked
                    && Network.parse(bare + key.substring(host.length()))
                            instanceof Parsed.Ok<Network>(Network network)) {
                networks.add(network.toString());
            }
        }
        return Optional.of(networks);
    }

    private void lists() {
        beyond("PeerList", rules.origin().peers().dataset().entries().isEmpty());
        beyond("MTA", rules.origin().mta().isEmpty());
        beyond("MacroList", rules.origin().macros().isEmpty());
        beyond("ExemptDomains", rules.exempt().entries().isEmpty());
        beyond("SenderMacro", rules.senders().macro().isEmpty());
        beyond("SenderHeaders", rules.senders().fields().stream().allMatch(name -> name.equalsIgnoreCase("from")));
        beyond("DontSignMailTo", rules.notTo().kind() != Dataset.Kind.REFILE);
    }

    private void profileObstacles() {
        if (rules.making().headers().signedNames().isEmpty()) {
            obstacle("SignHeaders", "names of header fields are patterns");
        }
        long lifetime = rules.making().lifetime();
        if (lifetime > 0 && (lifetime < SHORTEST || lifetime > LONGEST)) {
            obstacle("SignatureTTL", "signatures live for less than an hour or more than a year");
        }
    }

    private void beyond(String parameter, boolean unused) {
        if (!unused) {
            obstacle(parameter, parameter + " is set");
        }
    }

    private void obstacle(String parameter, String what) {
        obstacles.add(obstacle(read.file().place(parameter), what));
    }

    private static Lint obstacle(Place place, String what) {
        return Lint.warning(
                place, "not-native", what, "written as [sign.opendkim], which reads the tables as they are");
    }

    private Collection<String> recipients() {
        return rules.notTo().entries().stream()
                .map(Dataset.Entry::key)
                .filter(key -> key.indexOf('@') > 0 && key.indexOf('*') < 0)
                .map(CText::lower)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static List<String> permitted(Collection<String> names) {
        return names.stream()
                .filter(name -> HeaderSelection.refusal(name).isEmpty())
                .sorted()
                .toList();
    }

    private static String list(Collection<String> texts) {
        return texts.stream().map(TomlWriter::quoted).collect(Collectors.joining(", ", "[", "]"));
    }

    /// A basic string of TOML.
    static String quoted(String text) {
        StringBuilder out = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < ' ' || c > '~') {
                out.append(String.format("\\u%04x", (int) c));
            } else {
                out.append(c);
            }
        }
        return out.append('"').toString();
    }

    private void line(String text) {
        out.append(text).append('\n');
    }
}
