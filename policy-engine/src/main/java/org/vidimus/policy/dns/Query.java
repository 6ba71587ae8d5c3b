package org.vidimus.policy.dns;

import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;

/// One question as it goes over the wire. Immutable.
///
/// @param id 0 to 65,535, not to be guessed ([RFC 5452
///     §9.2](https://www.rfc-editor.org/rfc/rfc5452#section-9.2))
/// @param name about which name
/// @param type which records
/// @param edns whether the server is told what size of datagram we take
/// @param authentic whether the server is asked for the AD bit
record Query(int id, Name name, RecordType type, boolean edns, boolean authentic) {
    /// The size of an answer that passes every link without being cut up.
    static final int DATAGRAM_SIZE = 1232;

    byte[] octets() {
        Message message = new Message(id);
        message.getHeader().setFlag(Flags.RD);
        if (authentic) {
            message.getHeader().setFlag(Flags.AD); // RFC 6840 §5.7: asks for the bit without the signatures
        }
        message.addRecord(Record.newRecord(name, type.code(), DClass.IN), Section.QUESTION);
        if (edns) {
            message.addRecord(new OPTRecord(DATAGRAM_SIZE, 0, 0), Section.ADDITIONAL);
        }
        return message.toWire();
    }

    /// Whether `message` is an answer to this and to nothing else.
    boolean answeredBy(Message message) {
        Record question = message.getQuestion();
        return message.getHeader().getID() == id
                && message.getHeader().getFlag(Flags.QR)
                && message.getHeader().getOpcode() == 0
                && message.getHeader().getCount(Section.QUESTION) == 1
                && question != null
                && question.getName().equals(name)
                && question.getType() == type.code()
                && question.getDClass() == DClass.IN;
    }
}
