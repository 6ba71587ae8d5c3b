package org.vidimus.policy.message;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.vidimus.policy.Json;
import org.vidimus.policy.Spec;
import org.vidimus.policy.Suites;
import org.vidimus.policy.base.Budgets;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.base.Parsed;
import org.vidimus.policy.dns.DomainName;

/// The messages of espoofer, by which [Composition
/// Kills](https://www.usenix.org/conference/usenixsecurity20/presentation/chen-jianjun) got forged mail past
/// ten providers: who is their author, and which domain has their envelope?
///
/// None of them may have a single author of `attack.com`, and none whose readers could show two authors may
/// have one.
class EspooferAuthorTest {
    private static final Author NOBODY = new Author.None("no From field");

    private final TreeMap<String, Json> cases = new TreeMap<>();

    @Test
    @Spec({"RFC 9989 §5.3.1", "RFC 5322 §3.4", "RFC 5321 §4.1.2", "MSG-6", "MSG-7"})
    void picksNoAuthorThatReadersDisagreeAbout() throws IOException {
        Path folder = Suites.folder("spoof-espoofer");
        for (Json one : Json.read(Files.readString(folder.resolve("cases.json")))
                .get("cases")
                .elements()) {
            cases.put(one.get("id").text(), one);
        }

        // case, author, domain of MAIL FROM
        is("server_a1", author("legitimate.com"), "mailfrom.notexist.legitimate.com");
        is("server_a2", author("legitimate.com"), "unusable"); // <(any@legitimate.com>
        is("server_a3", author("legitimate.com"), "33.attack.com"); // NUL in s=
        is("server_a4", author("legitimate.com"), "attack.com"); // a quote in d=
        is("server_a5", author("legitimate.com"), "unusable"); // <any@legitimate.com(a.attack.com>
        is("server_a6", author("legitimate.com"), "unusable"); // <any@legitimate.com'@any.attack.com>
        is("server_a7", author("legitimate.com"), "attack.com"); // <@legitimate.com,@any.com:'any@attack.com>
        is("server_a8", author("attack.com", "legitimate.com"), "attack.com"); // two fields
        is("server_a9", NOBODY, "attack.com"); // the first line begins with a space: nothing is header
        is("server_a10", new Author.Unreadable(0, "a field name that is almost From"), "attack.com"); // From :
        is("server_a11", NOBODY, "attack.com"); // the first line is "From" alone: nothing is header
        is("server_a12", NOBODY, "attack.com");
        is("server_a13", NOBODY, "attack.com");
        is("server_a14", author("attack.com", "legitimate.com"), "attack.com"); // two addresses
        is("server_a15", new Author.Unreadable(44, "expected an address"), "attack.com"); // an encoded-word as address
        is("server_a16", author("legitimate.com", "attack.com", "any.com"), "attack.com"); // a route
        is("server_a17", new Author.Unreadable(23, "expected \",\""), "attack.com"); // a quoted comma
        is("server_a18", author("legitimate.com", "attack.com"), "attack.com");
        is("server_a19", new Author.Unreadable(17, "expected \",\""), "attack.com"); // words after the address
        is("client_a1", author("example.com"), "example.com"); // one domain, twice; the duplicate is a fact
        is("client_a2", author("example.com"), "example.com");
        is("client_a3", author("example.com"), "example.com");
        assertEquals(List.of(), List.copyOf(cases.keySet()));
    }

    private static Author author(String... domains) {
        return domains.length == 1
                ? new Author.Single(DomainName.of(domains[0]))
                : new Author.Several(
                        List.of(domains).stream().map(DomainName::of).toList());
    }

    private void is(String id, Author author, String domain) throws IOException {
        Json one = Optional.ofNullable(cases.remove(id)).orElseThrow();
        Path file = Suites.folder("spoof-espoofer").resolve(one.get("message").text());
        Parsed<RawMessage> message = RawMessage.parse(Bytes.of(Files.readAllBytes(file)), Budgets.DEFAULT);
        assertEquals(new Parsed.Ok<>(author), message.map(parsed -> Author.of(parsed.header())), id);
        String actual = switch (ReversePath.parse(Bytes.utf8(one.get("mailFrom").text()))) {
            case ReversePath.Null() -> "null";
            case ReversePath.Mailbox(MailAddress address) -> address.domain().toString();
            case ReversePath.Unusable _ -> "unusable";
        };
        assertEquals(domain, actual, id);
    }
}
