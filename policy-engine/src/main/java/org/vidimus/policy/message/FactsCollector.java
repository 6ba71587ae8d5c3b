package org.vidimus.policy.message;

import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.vidimus.policy.base.Ascii;
import org.vidimus.policy.base.Bytes;

/// Gathers the [MessageFacts] of one message while it goes by: the fields, then the body in chunks of any
/// size. It keeps nothing of the message.
///
/// Confined to one thread.
public final class FactsCollector {
    /// RFC 5322 §3.6: at most one of each. Interpretation: the same goes for the fields of MIME, of which RFC
    /// 2045 describes one each, and with which a second reader is shown another body.
    private static final Set<String> UNIQUE = Set.of(
            "date",
            "from",
            "sender",
            "reply-to",
            "to",
            "cc",
            "bcc",
            "message-id",
            "in-reply-to",
            "references",
            "subject",
            "mime-version",
            "content-type",
            "content-transfer-encoding");

    private static final int LONGEST_UNIQUE = 25;

    private final HeaderForm form;
    private final LineScan header;
    private final LineScan body;
    private final Map<String, Integer> seen = new HashMap<>();
    private final Set<Fact> facts = EnumSet.noneOf(Fact.class);
    private boolean headerEightBit;

    /// Nothing has been seen yet.
    public FactsCollector(HeaderForm form, LineEnds lineEnds) {
        this.form = form;
        this.header = new LineScan(lineEnds.header());
        this.body = new LineScan(lineEnds.body());
    }

    /// Takes the next field of the header.
    public void field(HeaderField field) {
        name(field.name());
        header.skip(field.name().length() + 1 + (form.leadingSpaceKept() ? 0 : 1));
        byte[] value = field.value().toArray();
        header.octets(value, 0, value.length);
        for (byte octet : value) {
            headerEightBit |= octet < 0;
        }
        header.end();
        folds(field.value());
    }

    private void name(Bytes name) {
        int end = name.length();
        while (end > 0 && Ascii.isWhiteSpace(name.at(end - 1))) {
            end--;
        }
        if (end < name.length()) {
            facts.add(Fact.SPACE_BEFORE_COLON);
        }
        boolean good = end > 0;
        for (int i = 0; i < end; i++) {
            good &= Ascii.isFieldName(name.at(i));
        }
        if (!good) {
            facts.add(Fact.BAD_FIELD_NAME);
        } else if (end <= LONGEST_UNIQUE) {
            String key = name.slice(0, end).toLowerCaseAscii().latin1();
            if (UNIQUE.contains(key)) {
                seen.merge(key, 1, Integer::sum);
            }
        }
    }

    /// A line end inside a value is a fold, or should not be there.
    private void folds(Bytes value) {
        for (int i = value.indexOf('\n', 0); i >= 0; i = value.indexOf('\n', i + 1)) {
            int next = i + 1;
            if (next == value.length() || !Ascii.isWhiteSpace(value.at(next))) {
                facts.add(Fact.HEADER_BARE_LF);
            } else if (TextOctets.isBlankLine(value, next)) {
                facts.add(Fact.HEADER_BLANK_LINE);
            }
        }
    }

    /// Takes the next octets of the body.
    ///
    /// @throws IndexOutOfBoundsException if that range is not inside `chunk`
    public void body(byte[] chunk, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, chunk.length);
        body.octets(chunk, offset, length);
    }

    /// What was found, once the message has ended or nobody cares for the rest of it.
    public MessageFacts finish() {
        body.end();
        SortedSet<String> duplicates = new TreeSet<>();
        seen.forEach((name, count) -> {
            if (count > 1) {
                duplicates.add(name);
            }
        });
        add(!duplicates.isEmpty(), Fact.DUPLICATE_FIELD);
        add(!seen.containsKey("from"), Fact.NO_FROM);
        add(!seen.containsKey("date"), Fact.NO_DATE);
        add(header.bareCarriageReturn(), Fact.HEADER_BARE_CR);
        add(header.bareLineFeed(), Fact.HEADER_BARE_LF);
        add(header.nul(), Fact.HEADER_NUL);
        add(header.longLine(), Fact.HEADER_LONG_LINE);
        add(headerEightBit && !form.international(), Fact.HEADER_EIGHT_BIT);
        add(body.bareCarriageReturn(), Fact.BODY_BARE_CR);
        add(body.bareLineFeed(), Fact.BODY_BARE_LF);
        add(body.nul(), Fact.BODY_NUL);
        add(body.longLine(), Fact.BODY_LONG_LINE);
        return new MessageFacts(facts, duplicates);
    }

    private void add(boolean found, Fact fact) {
        if (found) {
            facts.add(fact);
        }
    }
}
