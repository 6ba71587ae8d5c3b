package org.vidimus.policy.pipeline;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.dkim.BodyHashes;
import org.vidimus.policy.dkim.Canonicalization;
import org.vidimus.policy.dkim.HashAlgorithm;
import org.vidimus.policy.message.Author;
import org.vidimus.policy.message.HeaderBlock;
import org.vidimus.policy.message.HeaderField;

/// A signer of tests: writes down what it is told, and signs with a field that holds the hash of the body.
/// Confined to one thread.
final class RecordingSigner implements Signer {
    /// What happened, a word or a line each.
    final List<String> events = new ArrayList<>();

    /// What it was given at the end.
    final List<Message> messages = new ArrayList<>();

    private boolean claims;
    private boolean takes = true;
    private boolean hashes = true;
    private boolean wantsForm;
    private boolean seals;
    private boolean breaks;
    private Disposition disposition = new Disposition.Accept();

    RecordingSigner claiming() {
        claims = true;
        return this;
    }

    RecordingSigner takingNothing() {
        takes = false;
        return this;
    }

    RecordingSigner withoutHash() {
        hashes = false;
        return this;
    }

    RecordingSigner wantingForm() {
        wantsForm = true;
        return this;
    }

    RecordingSigner sealing() {
        seals = true;
        return this;
    }

    RecordingSigner breaking() {
        breaks = true;
        return this;
    }

    RecordingSigner saying(Disposition other) {
        disposition = other;
        return this;
    }

    @Override
    public boolean claims(ConnectionFacts connection) {
        events.add("claims");
        return claims;
    }

    @Override
    public Optional<Work> begin(ConnectionFacts connection, Envelope envelope, Optional<Skip> inside) {
        events.add("begin " + inside.map(Skip::word).orElse("outside"));
        return takes ? Optional.of(new Recording()) : Optional.empty();
    }

    private final class Recording implements Work {
        private BodyHashes.@Nullable Handle body;

        @Override
        public void recipient(Bytes recipient) {
            events.add("rcpt " + recipient);
        }

        @Override
        public boolean seals() {
            return seals;
        }

        @Override
        public boolean endOfHeaders(HeaderBlock header, Author author, BodyHashes bodies) {
            events.add("header " + header.entries().size() + " " + author);
            if (hashes) {
                body = bodies.want(Canonicalization.RELAXED, HashAlgorithm.SHA256, OptionalLong.empty());
            }
            return wantsForm;
        }

        @Override
        public Signed end(Message message) {
            events.add("end");
            messages.add(message);
            if (breaks) {
                throw new IllegalStateException("broken");
            }
            String hash =
                    body == null ? "-" : HexFormat.of().formatHex(body.digest().toArray());
            return new Signed(
                    List.of(HeaderField.of("X-First", " " + hash), HeaderField.of("X-Second", " 2")),
                    disposition,
                    List.of(new Note("signed", "test")));
        }

        @Override
        public Signed endUnread() {
            events.add("unread");
            return new Signed(List.of(), disposition, List.of(new Note("unsigned", "header-too-large")));
        }

        @Override
        public void close() {
            events.add("close");
        }
    }
}
