package org.vidimus.daemon.opendkim;

import java.util.List;
import java.util.random.RandomGenerator;

/// Messages by chance, from what tables and lists look at.
final class RandomCase {
    private static final List<String> CLIENTS = List.of(
            "localhost 127.0.0.1",
            "localhost 127.0.0.1",
            "localhost ::1",
            "unknown 127.0.0.2",
            "cli.net 192.0.2.9",
            "a.cli.net 192.0.2.10",
            "CLI.NET 198.51.100.7",
            "bad.b.net 203.0.113.1",
            "ok.b.net 203.0.113.1",
            "[192.0.2.9] 192.0.2.9",
            "unknown 2001:db8::5",
            "six.example 2001:db8::6",
            "six.example 2001:db8:8000::1",
            "unknown 10.1.2.3");
    private static final List<String> DOMAINS = List.of(
            "example.com",
            "example.com",
            "example.com",
            "EXAMPLE.com",
            "a.example.com",
            "b.example.com",
            "x.b.example.com",
            "example.net",
            "example.org",
            "com",
            "other.example",
            "notexample.com",
            "examplexcom");
    private static final List<String> USERS = List.of("u", "u", "U", "v", "w", "alice.b", "u+tag", "\"q q\"", "xyz");
    private static final List<String> FORMS = List.of(
            "%s",
            "%s",
            "<%s>",
            "Name <%s>",
            "\"Na, me\" <%s>",
            "%s (comment)",
            "(c) Name (c) <%s>",
            "%s, other@elsewhere.example",
            "Group: %s;",
            "=?utf-8?q?a?= <%s>",
            "<@relay.example:%s>",
            "Name\n <%s>");

    private RandomCase() {}

    static Case of(RandomGenerator random) {
        String[] client = pick(CLIENTS, random).split(" ");
        Case message = Case.PLAIN
                .client(client[0], client[1])
                .from(pick(FORMS, random).formatted(pick(USERS, random) + "@" + pick(DOMAINS, random)));
        if (random.nextInt(4) == 0) {
            message = message.login();
        }
        if (random.nextInt(8) == 0) {
            message = message.macro("daemon_name", pick(List.of("submission", "smtp", "OTHER"), random));
        }
        if (random.nextInt(8) == 0) {
            message = message.macro("auth_author", pick(List.of("a", "b", "c", "b c"), random));
        }
        if (random.nextInt(10) == 0) {
            message = message.to("<no@example.org>", "<yes@example.org>");
        }
        if (random.nextInt(10) == 0) {
            message = message.and("From", "second@" + pick(DOMAINS, random));
        }
        if (random.nextInt(6) == 0) {
            message = message.and("Sender", "s@" + pick(DOMAINS, random));
        }
        return message;
    }

    static <T> T pick(List<T> list, RandomGenerator random) {
        return list.get(random.nextInt(list.size()));
    }
}
