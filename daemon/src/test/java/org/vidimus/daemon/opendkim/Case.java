package org.vidimus.daemon.opendkim;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.vidimus.policy.base.AddressText;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.message.Author;
import org.vidimus.policy.message.HeaderBlock;
import org.vidimus.policy.message.HeaderField;
import org.vidimus.policy.pipeline.Authentication;
import org.vidimus.policy.pipeline.ConnectionFacts;
import org.vidimus.signer.rules.Occasion;

/// One message and who brings it.
///
/// @param name what the MTA calls the client
/// @param address the client's address; empty where the MTA has none
/// @param macros what the MTA tells besides, by name
/// @param recipients in angle brackets
/// @param header name and value of each field
record Case(
        String name,
        String address,
        Map<String, String> macros,
        List<String> recipients,
        List<Map.Entry<String, String>> header) {
    static final Case PLAIN = new Case(
            "localhost",
            "127.0.0.1",
            Map.of(),
            List.of("<b@example.org>"),
            List.of(
                    Map.entry("Received", "from a by b"),
                    Map.entry("From", "A <u@example.com>"),
                    Map.entry("To", "b@example.org"),
                    Map.entry("Subject", "s"),
                    Map.entry("Date", "Mon, 23 Nov 2026 10:00:00 +0000"),
                    Map.entry("Message-ID", "<1@example.com>"),
                    Map.entry("Content-Type", "text/plain")));

    Case from(String value) {
        return field("From", value);
    }

    /// With another value of a field, or with a new field at the end.
    Case field(String field, String value) {
        List<Map.Entry<String, String>> fields = new ArrayList<>();
        boolean found = false;
        for (Map.Entry<String, String> entry : header) {
            boolean same = entry.getKey().equals(field) && !found;
            fields.add(same ? Map.entry(field, value) : entry);
            found |= same;
        }
        if (!found) {
            fields.add(Map.entry(field, value));
        }
        return new Case(name, address, macros, recipients, fields);
    }

    Case and(String field, String value) {
        List<Map.Entry<String, String>> fields = new ArrayList<>(header);
        fields.add(Map.entry(field, value));
        return new Case(name, address, macros, recipients, fields);
    }

    Case client(String host, String ip) {
        return new Case(host, ip, macros, recipients, header);
    }

    Case macro(String macro, String value) {
        Map<String, String> all = new LinkedHashMap<>(macros);
        all.put(macro, value);
        return new Case(name, address, all, recipients, header);
    }

    Case login() {
        return macro("auth_type", "PLAIN").macro("auth_authen", "user");
    }

    Case to(String... others) {
        return new Case(name, address, macros, List.of(others), header);
    }

    boolean isInet6() {
        return AddressText.parse(address).filter(Inet6Address.class::isInstance).isPresent();
    }

    /// The message as our decision sees it.
    ///
    /// @param wanted the macros that were asked for
    Occasion occasion(Iterable<String> wanted) {
        Optional<InetAddress> client = AddressText.parse(address);
        Map<String, Bytes> given = new LinkedHashMap<>();
        wanted.forEach(macro -> {
            if (macros.containsKey(macro)) {
                given.put(macro, Bytes.utf8(macros.get(macro)));
            }
        });
        ConnectionFacts facts = new ConnectionFacts(
                        client,
                        false,
                        Optional.of(Bytes.utf8("client.example")),
                        Optional.of(Bytes.utf8("mx.example.net")),
                        Authentication.of(macro("auth_authen"), macro("auth_type")),
                        macro("daemon_name").or(() -> Optional.of(Bytes.utf8("mx.example.net"))),
                        "")
                .withNamed(Optional.of(Bytes.utf8(name)), given);
        HeaderBlock block = HeaderBlock.of(header.stream()
                .map(entry -> HeaderField.of(entry.getKey(), " " + entry.getValue()))
                .toList());
        return new Occasion(
                facts,
                Optional.empty(),
                Bytes.utf8("<u@example.com>"),
                recipients.stream().map(Bytes::utf8).toList(),
                block,
                Author.of(block));
    }

    private Optional<Bytes> macro(String macro) {
        return Optional.ofNullable(macros.get(macro)).map(Bytes::utf8);
    }
}
