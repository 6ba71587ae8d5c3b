package org.vidimus.signer.opendkim;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.vidimus.policy.base.AddressText;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.pipeline.ConnectionFacts;
import org.vidimus.signer.rules.Decision.Step;

/// Who brings a message: whether it is a peer, and whether its mail may be signed.
///
/// Immutable.
///
/// @param peers PeerList
/// @param mta MTA; empty if it is not set
/// @param macros MacroList; empty if it is not set
/// @param internal InternalHosts
record Origin(HostList peers, Optional<Dataset> mta, Optional<MacroList> macros, HostList internal) {
    /// The default of InternalHosts.
    static final String INTERNAL = "127.0.0.1,::1";

    private static final Step UNKNOWN = new Step("", "the MTA knows no address of the client");

    /// Whether the client is a peer, whose mail is left alone.
    boolean isPeer(ConnectionFacts connection, List<Step> steps) {
        // OpenDKIM takes a name in brackets for an address here, and here only.
        Optional<HostList.Hit> byName = name(connection)
                .filter(name -> !name.isEmpty() && !name.startsWith("["))
                .flatMap(peers::name);
        byName.ifPresent(hit -> steps.add(step("PeerList", hit)));
        if (byName.filter(HostList.Hit::member).isPresent()) {
            return true;
        }
        Optional<HostList.Hit> byAddress = connection.client().flatMap(peers::address);
        byAddress.ifPresent(hit -> steps.add(step("PeerList", hit)));
        return byAddress.filter(HostList.Hit::member).isPresent();
    }

    /// Whether the client's mail may be signed.
    boolean signs(ConnectionFacts connection, List<Step> steps) {
        boolean good = byMta(connection, steps);
        good = byMacro(connection, steps).orElse(good);
        return good || byHost(connection, steps) || byLogin(connection, steps);
    }

    private boolean byMta(ConnectionFacts connection, List<Step> steps) {
        if (mta.isEmpty()) {
            return false;
        }
        Optional<String> name = connection.daemonName().map(Bytes::latin1);
        Optional<Dataset.Entry> hit = name.flatMap(mta.get()::get);
        steps.add(new Step(
                hit.map(entry -> entry.place().toString()).orElse(""),
                "MTA: {daemon_name} is " + name.map(CText::shown).orElse("not given") + ": "
                        + (hit.isPresent() ? "in the list" : "not in the list")));
        return hit.isPresent();
    }

    /// Empty if the list has nothing to say; otherwise it overrules what was found before.
    private Optional<Boolean> byMacro(ConnectionFacts connection, List<Step> steps) {
        return macros.flatMap(list -> list.verdict(given(connection)).map(verdict -> {
            String name = verdict.decided().key();
            steps.add(new Step(
                    verdict.match().orElse(verdict.decided()).place().toString(),
                    "MacroList: {" + CText.shown(name) + "} "
                            + (verdict.match().isPresent() ? "is as wanted" : "has another value")));
            return verdict.match().isPresent();
        }));
    }

    private static Map<String, String> given(ConnectionFacts connection) {
        Map<String, String> given = new HashMap<>();
        connection.macros().forEach((name, value) -> given.put(name, CText.string(value.latin1())));
        connection.daemonName().ifPresent(value -> given.put("daemon_name", value.latin1()));
        connection.mtaName().ifPresent(value -> given.put("j", value.latin1()));
        connection.authentication().ifPresent(proof -> {
            given.putIfAbsent("auth_authen", proof.user().latin1());
            proof.mechanism().ifPresent(type -> given.putIfAbsent("auth_type", type.latin1()));
        });
        return given;
    }

    private boolean byHost(ConnectionFacts connection, List<Step> steps) {
        Optional<HostList.Hit> byName = internal.name(name(connection).orElse(""));
        byName.ifPresent(hit -> steps.add(step("InternalHosts", hit)));
        if (byName.filter(HostList.Hit::member).isPresent()) {
            return true;
        }
        Optional<InetAddress> client = connection.client();
        if (client.isEmpty() && connection.local()) {
            client = AddressText.parse("127.0.0.1");
        }
        if (client.isEmpty()) {
            steps.add(UNKNOWN);
            return false;
        }
        Optional<HostList.Hit> byAddress = internal.address(client.get());
        steps.add(byAddress
                .map(hit -> step("InternalHosts", hit))
                .orElse(new Step("", "InternalHosts: nothing for " + AddressText.of(client.get()))));
        return byAddress.filter(HostList.Hit::member).isPresent();
    }

    private static boolean byLogin(ConnectionFacts connection, List<Step> steps) {
        boolean login = connection.authentication().isPresent();
        steps.add(new Step("", login ? "the client has logged in" : "the client has not logged in"));
        return login;
    }

    private static Optional<String> name(ConnectionFacts connection) {
        return connection.clientName().map(name -> CText.string(name.latin1()));
    }

    private static Step step(String list, HostList.Hit hit) {
        return new Step(
                hit.entry().place().toString(),
                list + ": " + CText.shown(hit.entry().key()) + " for " + CText.shown(hit.asked())
                        + (hit.member() ? ": in the list" : ": kept out"));
    }
}
