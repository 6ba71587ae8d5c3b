package org.vidimus.signer.dkim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.vidimus.policy.Spec;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.message.HeaderBlock;
import org.vidimus.policy.message.HeaderField;

/// What the real one does with such fields is tested in contrib-sendmail.
class SendmailHeaderTest {
    private static boolean keeps(String value) {
        return SendmailHeader.keeps(HeaderField.of("To", value).unfolded());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                " b@example.org",
                "b@example.org",
                " <b@example.org>",
                " Bob <b@example.org>",
                " Bob<b@example.org>",
                " Bob  and\t Eve   <b@example.org>",
                " \"Bob (x), <y@z>\" <b@example.org> (home)",
                " b@example.org (Bob, too)",
                " a@example.org, b@example.org",
                " a@example.org,\r\n\tBob <b@example.org>,\n  c@a-b.example",
                " =?utf-8?q?B=C3=B6b?= <b@example.org>",
                " B\u00f6b <b@example.org>",
                " o'brien+x.y=z@EXAMPLE.org"
            })
    @Spec({"DKS-2", "RFC 6376 §5.3"})
    void whatIsWrittenAsUsualStays(String value) {
        assertTrue(keeps(value), value);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                " a@example.org,b@example.org", // gets a blank
                " a@example.org , b@example.org", // loses one
                " a@example.org,", // loses the comma
                " ,a@example.org",
                " a@example.org,, b@example.org",
                " b", // gets a domain
                " <b>",
                " b@localhost",
                " b @example.org", // loses the blank
                " b@example.org.", // loses the dot
                " b@example.org(Bob)", // gets a blank
                " b@[127.0.0.1]", // gets the host's name
                " Bob A. Smith <b@example.org>", // gets quotes
                " Pat O'Brien <b@example.org>",
                " Bob (the) Smith <b@example.org>",
                " Bob \"the\" Smith <b@example.org>",
                " list: a@example.org,b@example.org;", // gets a blank
                " a@example.org;b@example.org",
                " @r.example:a@example.org",
                " a@example.org b@example.org",
                " a%b@example.org",
                " a!b@example.org",
                " \"a b\"@example.org",
                " <b@example.org",
                " \"Bob <b@example.org>",
                " b@example..org",
                " b@-example.org"
            })
    @Spec({"DKS-2", "RFC 6376 §5.3"})
    void whatIsNotIsLeftOut(String value) {
        assertFalse(keeps(value), value);
    }

    @Test
    @Spec("DKS-2")
    void onlyTheFieldsThatChangeAreLeftOut() {
        HeaderBlock header = HeaderBlock.of(List.of(
                HeaderField.of("From", " Pat O'Brien <a@example.org>"),
                HeaderField.of("TO", " a@example.org,b@example.org"),
                HeaderField.of("Cc", " c@example.org"),
                HeaderField.of("Reply-To", " x"),
                HeaderField.of("Resent-To", " d@example.org"),
                HeaderField.of("Resent-To", " d@example.org,"),
                HeaderField.of("Subject", " a,b")));
        HeaderSelection settled = SendmailHeader.settled(HeaderSelection.DEFAULT, header);
        Set<String> left = new TreeSet<>(HeaderSelection.DEFAULT.signed());
        left.removeAll(settled.signed());
        assertEquals(Set.of("to", "reply-to", "resent-to"), left);
        Set<String> open = new TreeSet<>(HeaderSelection.DEFAULT.oversigned());
        open.removeAll(settled.oversigned());
        assertEquals(Set.of("to", "reply-to"), open);
        assertEquals(HeaderSelection.ADDED_LATER, settled.addedLater());
    }

    @Test
    void aUsualHeaderIsSignedAsOnAnyMta() {
        HeaderBlock header = HeaderBlock.of(List.of(HeaderField.of("To", " Bob <b@example.org>")));
        assertSame(HeaderSelection.DEFAULT, SendmailHeader.settled(HeaderSelection.DEFAULT, header));
    }

    @ParameterizedTest
    @CsvSource({"8.17.1.9, true", "8.18.2, true", "Postfix 3.7.11, false", "'', false", "vidimus 0.1.0, false"})
    void sendmailSaysABareNumber(String version, boolean sendmail) {
        assertEquals(sendmail, SendmailHeader.isSendmail(Bytes.utf8(version)));
    }

    @Test
    void isQuickWithWhateverItIsGiven() {
        String[] parts = {"a", "a@b.example", ", ", ",", " ", "\"", "\\", "<", ">", "(", ")", ".", "@", "\u00f6", "-"};
        Random random = new Random(1);
        for (int round = 0; round < 2_000; round++) {
            StringBuilder value = new StringBuilder();
            int length = random.nextInt(200);
            for (int i = 0; i < length; i++) {
                value.append(parts[random.nextInt(parts.length)]);
            }
            keeps(value.toString());
        }
        for (String part : parts) {
            keeps(part.repeat(16_000 / part.length()));
            keeps((part + " ").repeat(16_000 / (part.length() + 1)) + "<a@b.example>");
        }
        assertTrue(keeps(" a@b.example" + ", a@b.example".repeat(1_200)));
        assertFalse(keeps(" a@b.example" + ", a@b.example".repeat(1_300)));
        assertFalse(keeps(" " + "a".repeat(1_000) + " <a@b.example>"));
    }
}
