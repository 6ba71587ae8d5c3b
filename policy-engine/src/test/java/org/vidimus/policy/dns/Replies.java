package org.vidimus.policy.dns;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.Consumer;
import org.vidimus.policy.base.Bytes;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/// Messages of name servers, well-behaved and otherwise, for tests.
final class Replies {
    private Replies() {}

    /// A reply to `query` with its question in it, after `change`.
    static Bytes to(Bytes query, Consumer<Message> change) {
        Message asked = parse(query);
        Message reply = new Message(asked.getHeader().getID());
        reply.getHeader().setFlag(Flags.QR);
        reply.addRecord(asked.getQuestion(), Section.QUESTION);
        change.accept(reply);
        return Bytes.of(reply.toWire());
    }

    /// A reply with one record for the name asked about: `TXT "good"`.
    static Bytes good(Bytes query) {
        return to(query, reply -> answer(reply, text(reply.getQuestion().getName(), "good")));
    }

    /// What [#good] says.
    static final Answer GOOD = new Answer.Found(List.of(new Data.Text(Bytes.utf8("good"))), false);

    /// A reply with nothing but a code.
    static Bytes code(Bytes query, int rcode) {
        return to(query, reply -> reply.getHeader().setRcode(rcode));
    }

    static Message parse(Bytes octets) {
        try {
            return new Message(octets.toArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void answer(Message reply, Record... records) {
        for (Record record : records) {
            reply.addRecord(record, Section.ANSWER);
        }
    }

    static void authority(Message reply, Record... records) {
        for (Record record : records) {
            reply.addRecord(record, Section.AUTHORITY);
        }
    }

    static Record text(Name name, String value) {
        return new TXTRecord(name, DClass.IN, 300, value);
    }

    /// A record in the form of a zone file: `name TTL TYPE data`.
    static Record record(String line) {
        String[] words = line.split(" ", 4);
        try {
            return Record.fromString(
                    Name.fromString(words[0]),
                    Type.value(words[2]),
                    DClass.IN,
                    Long.parseLong(words[1]),
                    words[3],
                    Name.root);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Name name(String text) {
        try {
            return Name.fromString(text, Name.root);
        } catch (TextParseException e) {
            throw new UncheckedIOException(e);
        }
    }
}
