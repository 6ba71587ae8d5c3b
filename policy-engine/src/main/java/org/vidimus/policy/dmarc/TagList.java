package org.vidimus.policy.dmarc;

import java.util.ArrayList;
import java.util.List;
import org.vidimus.policy.base.Ascii;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.base.Parsed;

/// The tags of a DMARC record in order, and what between its semicolons is none (§4.8).
///
/// Not DKIM's tag list: that one takes folds, and there one mistake spoils the whole; here what is broken is
/// left out and the rest counts (§4.7).
///
/// @param tags the tags after `v`, those with a value that is not one included
/// @param problems what is no tag
record TagList(List<Tag> tags, List<DmarcRecord.Problem> problems) {
    /// More are not worth listing.
    private static final int MAX_PROBLEMS = 50;

    /// A tag.
    ///
    /// @param name its name as written: letters
    /// @param value its value without the white space around it; empty where there is none or it holds
    ///     something that is not printable
    /// @param offset the octet of the record at which the name begins
    /// @param valueOffset the octet at which the value begins
    record Tag(String name, String value, int offset, int valueOffset) {}

    TagList {
        tags = List.copyOf(tags);
        problems = List.copyOf(problems);
    }

    /// Reads a record; `Malformed` if it does not begin as one.
    static Parsed<TagList> parse(Bytes record) {
        if (record.length() > DmarcRecord.MAX_LENGTH) {
            return new Parsed.Malformed<>(DmarcRecord.MAX_LENGTH, "longer than " + DmarcRecord.MAX_LENGTH);
        }
        return new Reader(record).read();
    }

    /// Confined to one call.
    private static final class Reader {
        private final Bytes record;
        private final List<Tag> tags = new ArrayList<>();
        private final List<DmarcRecord.Problem> problems = new ArrayList<>();

        Reader(Bytes record) {
            this.record = record;
        }

        Parsed<TagList> read() {
            int end = endOfPiece(0);
            int equals = record.slice(0, end).indexOf('=', 0);
            // §4.8: "v" is an ABNF literal and so in any case, unlike its value; nothing may stand before it.
            if (equals < 1 || Ascii.lower(record.at(0)) != 'v' || afterWhiteSpace(1, equals) != equals) {
                return new Parsed.Malformed<>(0, "expected v=DMARC1");
            }
            int value = afterWhiteSpace(equals + 1, end);
            // §4.7: the value must match precisely.
            if (!record.slice(value, beforeWhiteSpace(value, end)).latin1().equals("DMARC1")) {
                return new Parsed.Malformed<>(value, "expected DMARC1");
            }
            while (end < record.length()) {
                int start = end + 1;
                end = endOfPiece(start);
                piece(afterWhiteSpace(start, end), end);
            }
            return new Parsed.Ok<>(new TagList(tags, problems));
        }

        private void piece(int start, int end) {
            if (start == end) {
                if (end < record.length()) {
                    problem(start, "nothing between two semicolons");
                }
                return;
            }
            int equals = record.indexOf('=', start);
            if (equals < 0 || equals >= end) {
                problem(start, "expected = after the name of a tag");
                return;
            }
            int nameEnd = beforeWhiteSpace(start, equals);
            String name = record.slice(start, nameEnd).latin1();
            if (name.isEmpty() || !name.chars().allMatch(c -> Ascii.isLetterOrDigit(c) && !Ascii.isDigit(c))) {
                problem(start, "expected the name of a tag, which has only letters");
                return;
            }
            int valueStart = afterWhiteSpace(equals + 1, end);
            String value =
                    record.slice(valueStart, beforeWhiteSpace(valueStart, end)).latin1();
            if (!value.chars().allMatch(Ascii::isPrintable)) {
                problem(valueStart, "a value has only printable ASCII");
                value = "";
            }
            tags.add(new Tag(name, value, start, valueStart));
        }

        private int endOfPiece(int start) {
            int semicolon = record.indexOf(';', start);
            return semicolon < 0 ? record.length() : semicolon;
        }

        private int afterWhiteSpace(int from, int end) {
            int at = from;
            while (at < end && Ascii.isWhiteSpace(record.at(at))) {
                at++;
            }
            return at;
        }

        private int beforeWhiteSpace(int start, int from) {
            int at = from;
            while (at > start && Ascii.isWhiteSpace(record.at(at - 1))) {
                at--;
            }
            return at;
        }

        private void problem(int offset, String what) {
            if (problems.size() < MAX_PROBLEMS) {
                problems.add(new DmarcRecord.Problem(offset, what));
            }
        }
    }
}
