package org.vidimus.policy.dns;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.vidimus.policy.base.Budgets;

class ServerResolverTest {
    private static final Duration LONG = Duration.ofSeconds(20);

    @Test
    void asksAServer() {
        ZoneResolver zone = ZoneResolver.of(
                "example.com. TXT \"one\" \" two\"", "www.example.com. CNAME example.com.", "example.com. MX 0 .");
        try (NameServer server = NameServer.serve(zone);
                ServerResolver dns = resolver(server)) {
            for (RecordType type : RecordType.values()) {
                for (String name : List.of("example.com", "www.example.com", "none.example.com", "com")) {
                    Question question = new Question(DomainName.of(name), type);
                    assertEquals(zone.lookup(question, LONG), dns.lookup(question, LONG), question.toString());
                }
            }
        }
    }

    private static ServerResolver resolver(NameServer... servers) {
        List<ServerAddress> addresses =
                Arrays.stream(servers).map(NameServer::address).toList();
        return new ServerResolver(DnsSettings.of(addresses), Budgets.Dns.DEFAULT, System::nanoTime, new SecureRandom());
    }
}
