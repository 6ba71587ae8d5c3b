package org.vidimus.policy.phishing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.dns.DomainName;
import org.vidimus.policy.message.MailAddress;
import org.vidimus.policy.phishing.Protected.Person;

class NameGuardTest {
    private static final MailAddress JANE = new MailAddress(Bytes.utf8("Jane.Doe"), DomainName.of("example.com"));

    private final NameGuard guard = new NameGuard(new Protected(
            List.of(),
            Set.of(),
            List.of(
                    new Person("Jane Doe", Set.of(JANE)),
                    new Person("Jos\u00E9 O\u2019Brien", Set.of()),
                    new Person("Madonna", Set.of()),
                    new Person("\u7530\u4E2D\u592A\u90CE", Set.of()),
                    new Person("...", Set.of()))));

    @Test
    void knowsTheSameWords() {
        found("Jane Doe", "Jane Doe same");
        found("  jane   DOE ", "Jane Doe same");
        found("Doe, Jane", "Jane Doe same");
        found("Jan\u00E9 D\u00F6e", "Jane Doe same");
        found("Jane\u200B Doe", "Jane Doe same"); // a zero-width space
        found("J\u00ADane Doe", "Jane Doe same"); // a soft hyphen
        found("\uFF2Aane Doe", "Jane Doe same"); // a wide letter
        found("\uD835\uDC09ane Doe", "Jane Doe same"); // a mathematical letter
        found("'Jane Doe'", "Jane Doe same");
        found("Jose O'Brien", "Jos\\xC3\\xA9 O\\xE2\\x80\\x99Brien same");
        found("\u7530\u4E2D\u592A\u90CE", "\\xE7\\x94\\xB0\\xE4\\xB8\\xAD\\xE5\\xA4\\xAA\\xE9\\x83\\x8E same");
    }

    @Test
    void knowsWordsThatLookTheSame() {
        found("J\u0430ne Doe", "Jane Doe similar"); // Cyrillic a
        found("Jane D0e", "Jane Doe similar");
        found("JaneDoe", "Jane Doe similar");
        found("DoeJane", "Jane Doe similar");
        found("J a n e D o e", "Jane Doe similar");
        found("Mad\u043Enna", "Madonna similar");
        found("OBrien Jos\u00E9", "Jos\\xC3\\xA9 O\\xE2\\x80\\x99Brien similar", false);
    }

    @Test
    void knowsANameAmongOtherWords() {
        found("Jane Doe (CEO)", "Jane Doe contained");
        found("Jane Q. Doe via Lists", "Jane Doe contained");
        found("Madonna Fan Club", ""); // one word is too little to say so
    }

    @Test
    void letsBeOtherNames() {
        found("", "");
        found("Jane", "");
        found("John Doe", "");
        found("Janet Doe", "");
        found("<>", "");
    }

    @Test
    void knowsWhoseAddressItIs() {
        Person jane = new Person("Jane Doe", Set.of(JANE));
        assertEquals(true, jane.owns(new MailAddress(Bytes.utf8("jane.doe"), DomainName.of("example.com"))));
        assertEquals(false, jane.owns(new MailAddress(Bytes.utf8("jane.doe"), DomainName.of("example.org"))));
        assertEquals(false, jane.owns(new MailAddress(Bytes.utf8("jane"), DomainName.of("example.com"))));
    }

    private void found(String name, String expected) {
        found(name, expected, true);
    }

    private void found(String name, String expected, boolean known) {
        assertEquals(
                known ? expected : "",
                guard.find(name)
                        .map(found -> found.person() + " " + found.resemblance().word())
                        .orElse(""),
                name);
    }

    @Test
    void lookAtNobodyFindsNobody() {
        assertEquals(Optional.empty(), new NameGuard(Protected.NOTHING).find("Jane Doe"));
    }
}
