package org.vidimus.policy.dns;

import java.io.IOException;
import java.net.Inet4Address;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.vidimus.policy.base.Bytes;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.MXRecord;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.PTRRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.TXTRecord;

/// Says on the wire what a [ZoneResolver] knows, as a recursive name server does: aliases with what stands at their
/// end, an SOA record with what there is not, and TC where a datagram is too small.
final class ZoneScript implements NameServer.Script {
    /// Of every record.
    static final int TTL = 300;

    /// Of every negative answer.
    static final int NEGATIVE_TTL = 60;

    private static final int MAX_STRING = 255;

    private final ZoneResolver zone;

    ZoneScript(ZoneResolver zone) {
        this.zone = zone;
    }

    @Override
    public List<NameServer.Move> answer(Bytes octets, boolean overTcp) {
        Message query;
        try {
            query = new Message(octets.toArray());
        } catch (IOException _) {
            return List.of();
        }
        Message reply = new Message(query.getHeader().getID());
        for (int flag : List.of(Flags.QR, Flags.RA, Flags.RD)) {
            reply.getHeader().setFlag(flag);
        }
        Record question = query.getQuestion();
        reply.addRecord(question, Section.QUESTION);
        if (!fill(reply, question)) {
            return List.of();
        }
        int size = overTcp
                ? 65_535
                : Math.max(
                        512,
                        Optional.ofNullable(query.getOPT())
                                .map(OPTRecord::getPayloadSize)
                                .orElse(512));
        if (query.getOPT() != null) {
            reply.addRecord(new OPTRecord(1232, 0, 0), Section.ADDITIONAL);
        }
        return List.of(new NameServer.Move.Say(Bytes.of(reply.toWire(size))));
    }

    /// Whether anything is to be said at all.
    private boolean fill(Message reply, Record question) {
        Optional<DomainName> name = Records.name(question.getName());
        if (name.isEmpty()) {
            reply.getHeader().setRcode(Rcode.REFUSED);
            return true;
        }
        Optional<RecordType> type = Arrays.stream(RecordType.values())
                .filter(t -> t.code() == question.getType())
                .findFirst();
        ZoneResolver.Walk walk = zone.walk(new Question(name.get(), type.orElse(RecordType.A)));
        List<DomainName> names = walk.names();
        for (int i = 0; i + 1 < names.size(); i++) {
            reply.addRecord(
                    new CNAMERecord(Records.name(names.get(i)), DClass.IN, TTL, Records.name(names.get(i + 1))),
                    Section.ANSWER);
        }
        Answer answer =
                type.isEmpty() && walk.answer() instanceof Answer.Found ? new Answer.NoRecords() : walk.answer();
        switch (answer) {
            case Answer.Found(List<Data> records, boolean _) ->
                records.forEach(data -> reply.addRecord(record(Records.name(names.getLast()), data), Section.ANSWER));
            case Answer.NoRecords _ -> reply.addRecord(soa(), Section.AUTHORITY);
            case Answer.NoSuchName _ -> {
                reply.getHeader().setRcode(Rcode.NXDOMAIN);
                reply.addRecord(soa(), Section.AUTHORITY);
            }
            case Answer.Unavailable(Answer.Cause cause, String _) -> {
                reply.removeAllRecords(Section.ANSWER);
                reply.getHeader().setRcode(Rcode.SERVFAIL);
                return cause != Answer.Cause.TIMEOUT;
            }
        }
        return true;
    }

    private static Record soa() {
        return new SOARecord(Name.root, DClass.IN, TTL, Name.root, Name.root, 1, 1, 1, 1, NEGATIVE_TTL);
    }

    private static Record record(Name name, Data data) {
        return switch (data) {
            case Data.Address(var address)
            when address instanceof Inet4Address -> new ARecord(name, DClass.IN, TTL, address);
            case Data.Address(var address) -> new AAAARecord(name, DClass.IN, TTL, address);
            case Data.Exchange(int preference, Optional<DomainName> host) ->
                new MXRecord(
                        name,
                        DClass.IN,
                        TTL,
                        preference,
                        host.map(Records::name).orElse(Name.root));
            case Data.Pointer(DomainName target) -> new PTRRecord(name, DClass.IN, TTL, Records.name(target));
            case Data.Text(Bytes value) -> text(name, value);
        };
    }

    /// The text in character-strings as long as they may be. Octets above 126 are written as dnsjava wants them.
    private static Record text(Name name, Bytes value) {
        List<String> strings = new ArrayList<>();
        for (int at = 0; at == 0 || at < value.length(); at += MAX_STRING) {
            StringBuilder string = new StringBuilder();
            for (int i = at; i < Math.min(at + MAX_STRING, value.length()); i++) {
                string.append("\\%03d".formatted(value.at(i)));
            }
            strings.add(string.toString());
        }
        return new TXTRecord(name, DClass.IN, TTL, strings);
    }
}
