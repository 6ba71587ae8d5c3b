package org.vidimus.policy.dns;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;

/// Reads what a server sent in answer to a query. Whatever the octets are, this returns.
///
/// Only what the question leads to is looked at: records of the name asked about, or of the name at the end of the
/// aliases that start there. Everything else in the message might as well not be there (CVE-2024-25638). Aliases may
/// lead into other zones: the servers are recursive ones that we chose, and it is theirs to check who may say
/// what. Signatures are not looked at, so that nobody can make us compute (CVE-2023-50387, "KeyTrap").
final class ReplyReader {
    private static final int HEADER_LENGTH = 12;
    private static final long MAX_TTL = Integer.MAX_VALUE;

    private final Query query;
    private final Limits limits;

    /// How much of a reply is followed.
    ///
    /// @param aliases CNAME records followed, at least 0; more are an error
    /// @param records records taken, at least 1; more are an error
    /// @param believeAuthentic whether the AD bit counts
    record Limits(int aliases, int records, boolean believeAuthentic) {}

    ReplyReader(Query query, Limits limits) {
        this.query = query;
        this.limits = limits;
    }

    Reply read(byte[] octets) {
        if (octets.length < 2 || ((octets[0] & 0xFF) << 8 | octets[1] & 0xFF) != query.id()) {
            return new Reply.Unrelated();
        }
        Message message;
        try {
            message = new Message(octets);
        } catch (IOException | RuntimeException _) { // of dnsjava: nothing a server sends may end up above us
            return new Reply.Failed(Answer.Cause.MALFORMED, "not a DNS message", Reply.Fault.LAME);
        }
        if (isBareError(message, octets.length)) {
            return failure(message.getHeader().getRcode());
        }
        if (!query.answeredBy(message)) {
            return new Reply.Unrelated(); // RFC 5452 §9.1: the question must be the one that was asked
        }
        if (message.getHeader().getFlag(Flags.TC)) {
            return new Reply.Truncated(); // RFC 2181 §9: what did arrive is not used
        }
        return switch (message.getRcode()) { // with the upper bits in the OPT record
            case Rcode.NOERROR, Rcode.NXDOMAIN -> follow(message);
            default -> failure(message.getRcode());
        };
    }

    /// RFC 6891 §7: a server that does not know EDNS may complain with a header and nothing else.
    private static boolean isBareError(Message message, int length) {
        return length == HEADER_LENGTH
                && message.getHeader().getFlag(Flags.QR)
                && message.getHeader().getCount(Section.QUESTION) == 0
                && message.getHeader().getRcode() != Rcode.NOERROR
                && message.getHeader().getRcode() != Rcode.NXDOMAIN;
    }

    private static Reply failure(int rcode) {
        Reply.Fault fault = switch (rcode) {
            case Rcode.SERVFAIL -> Reply.Fault.QUESTION;
            case Rcode.FORMERR, Rcode.NOTIMP, Rcode.BADVERS -> Reply.Fault.FORMAT;
            default -> Reply.Fault.LAME;
        };
        String word = rcode <= Rcode.NOTZONE || rcode == Rcode.BADVERS ? Rcode.string(rcode) : "RCODE " + rcode;
        return new Reply.Failed(Answer.Cause.SERVER_FAILURE, "a name server said " + word, fault);
    }

    private Reply follow(Message message) {
        List<Record> answers = message.getSection(Section.ANSWER);
        Name name = query.name();
        long ttl = MAX_TTL;
        int aliases = 0;
        while (true) {
            List<Record> records = new ArrayList<>();
            Optional<CNAMERecord> alias = Optional.empty();
            for (Record record : answers) {
                if (record.getDClass() != DClass.IN || !record.getName().equals(name)) {
                    continue;
                }
                if (record.getType() == query.type().code()) {
                    records.add(record);
                } else if (record instanceof CNAMERecord another) {
                    if (alias.isPresent() && !alias.get().getTarget().equals(another.getTarget())) {
                        return malformed("one name is an alias of two"); // RFC 2181 §10.1
                    }
                    alias = Optional.of(another);
                }
            }
            if (records.size() > limits.records()) {
                return malformed("more than " + limits.records() + " records");
            }
            if (!records.isEmpty()) {
                return found(records, ttl, message);
            }
            if (alias.isEmpty()) {
                return none(message, name, aliases, ttl);
            }
            if (++aliases > limits.aliases()) {
                return malformed("too many aliases"); // a loop ends here too
            }
            ttl = Math.min(ttl, ttl(alias.get()));
            name = alias.get().getTarget();
        }
    }

    private Reply found(List<Record> records, long aliasTtl, Message message) {
        long ttl = aliasTtl;
        List<Data> data = new ArrayList<>();
        for (Record record : records) {
            ttl = Math.min(ttl, ttl(record));
            Records.data(record).ifPresent(data::add);
        }
        // Interpretation: records that point to what cannot be a name of mail are as good as none.
        Answer answer = data.isEmpty() ? new Answer.NoRecords() : new Answer.Found(data, authentic(message));
        return new Reply.Settled(new TimedAnswer(answer, Duration.ofSeconds(ttl)));
    }

    /// The end of the chain has no such record.
    private Reply none(Message message, Name end, int aliases, long aliasTtl) {
        Optional<SOARecord> soa = message.getSection(Section.AUTHORITY).stream()
                .flatMap(record ->
                        record instanceof SOARecord s && s.getDClass() == DClass.IN ? Stream.of(s) : Stream.empty())
                .filter(s -> end.subdomain(s.getName()))
                .findFirst();
        // RFC 2308 §5: the lesser of the SOA's own TTL and its last field; without one it may not be remembered.
        long ttl = soa.map(s -> Math.min(Math.min(ttl(s), Math.min(s.getMinimum(), MAX_TTL)), aliasTtl))
                .orElse(0L);
        if (message.getRcode() == Rcode.NXDOMAIN) {
            // RFC 6604 §3: the code is about the last name of the chain, not about the first.
            return new Reply.Settled(new TimedAnswer(new Answer.NoSuchName(), Duration.ofSeconds(ttl)));
        }
        if (aliases > 0 && soa.isEmpty()) {
            // RFC 2308 §2.2: without an SOA this may be a server that does not know what stands at the end.
            return new Continued(end, aliases, aliasTtl, authentic(message));
        }
        return new Reply.Settled(new TimedAnswer(new Answer.NoRecords(), Duration.ofSeconds(ttl)));
    }

    private boolean authentic(Message message) {
        return limits.believeAuthentic() && message.getHeader().getFlag(Flags.AD);
    }

    private static Reply malformed(String why) {
        return new Reply.Settled(TimedAnswer.unavailable(Answer.Cause.MALFORMED, why));
    }

    /// RFC 2181 §8: a TTL with its highest bit set is zero.
    private static long ttl(Record record) {
        return record.getTTL() > MAX_TTL ? 0 : record.getTTL();
    }
}
