package org.vidimus.milter.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Takes a payload apart, field by field. A field that is not there is empty, never an exception.
///
/// Confined to one thread.
final class PayloadReader {
    private final Bytes payload;
    private int position;

    PayloadReader(Bytes payload) {
        this.payload = payload;
    }

    boolean atEnd() {
        return position == payload.length();
    }

    Optional<Integer> int32() {
        if (payload.length() - position < 4) {
            return Optional.empty();
        }
        position += 4;
        return Optional.of(payload.int32(position - 4));
    }

    Optional<Integer> int16() {
        if (payload.length() - position < 2) {
            return Optional.empty();
        }
        position += 2;
        return Optional.of((payload.at(position - 2) & 0xff) << 8 | payload.at(position - 1) & 0xff);
    }

    Optional<Byte> octet() {
        return atEnd() ? Optional.empty() : Optional.of(payload.at(position++));
    }

    /// A string up to its NUL.
    Optional<Bytes> string() {
        int end = payload.indexOf(0, position);
        if (end < 0) {
            return Optional.empty();
        }
        Bytes string = payload.slice(position, end);
        position = end + 1;
        return Optional.of(string);
    }

    /// All strings to the end; empty when the last has no NUL.
    Optional<List<Bytes>> strings() {
        List<Bytes> strings = new ArrayList<>(4);
        while (!atEnd()) {
            Optional<Bytes> next = string();
            if (next.isEmpty()) {
                return Optional.empty();
            }
            strings.add(next.get());
        }
        return Optional.of(strings);
    }

    Bytes rest() {
        Bytes rest = payload.from(position);
        position = payload.length();
        return rest;
    }
}
