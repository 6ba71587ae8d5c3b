package org.vidimus.signer.lifecycle;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.vidimus.policy.base.Budgets;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.base.Parsed;
import org.vidimus.policy.dkim.DkimKeyRecord;
import org.vidimus.policy.dns.DomainName;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;
import org.xbill.DNS.Update;

/// Sends key records to the primary server of a zone ([RFC 2136](https://www.rfc-editor.org/rfc/rfc2136)).
///
/// It looks at what stands there and then changes exactly that, by prerequisites (RFC 2136 §2.4): whatever somebody
/// else has put there, or puts there in that moment, is not overwritten.
///
/// Thread-safe.
public final class DnsUpdate implements Publisher {
    private final UpdateLink link;
    private final Optional<DomainName> zone;

    /// What stands at a name.
    ///
    /// @param exists whether the name does
    private record Present(boolean exists, List<TXTRecord> records) {}

    /// What is to become of it: `Done` without an update, or one.
    private interface Change {
        Optional<Outcome> decide(Present now, Update update) throws LifecycleException;
    }

    /// Reads the key.
    ///
    /// @param clock the time of day, which signatures carry
    /// @throws LifecycleException if the key cannot be read
    public DnsUpdate(UpdateSettings settings, InstantSource clock) throws LifecycleException {
        this.link = new UpdateLink(
                settings,
                settings.key().isEmpty()
                        ? Optional.empty()
                        : Optional.of(TsigKey.read(settings.key().get())),
                clock);
        this.zone = settings.zone();
    }

    @Override
    public Outcome publish(KeyRecord record) {
        return change(record.place(), "added to", (now, update) -> {
            if (holds(now, record)) {
                return Optional.of(new Outcome.Done("is at " + link.server(), false));
            }
            if (now.records().isEmpty()) {
                absent(now, record.place(), update);
            } else if (now.records().size() == 1 && isRevoked(now.records().getFirst())) {
                replace(now, update); // a selector that is used again
            } else {
                throw new LifecycleException(other(record.place(), now));
            }
            update.add(txt(record));
            return Optional.empty();
        });
    }

    @Override
    public Outcome empty(KeyRecord record, KeyRecord emptied) {
        return change(record.place(), "emptied in", (now, update) -> {
            if (now.records().isEmpty()) {
                return Optional.of(new Outcome.Done("is gone from " + link.server(), false));
            }
            if (holds(now, emptied)) {
                return Optional.of(new Outcome.Done("is empty at " + link.server(), false));
            }
            if (now.records().size() != 1 || !sameKey(now.records().getFirst(), record)) {
                throw new LifecycleException(other(record.place(), now));
            }
            replace(now, update);
            update.add(txt(emptied));
            return Optional.empty();
        });
    }

    @Override
    public Outcome remove(KeyRecord emptied) {
        return change(emptied.place(), "removed from", (now, update) -> {
            if (now.records().isEmpty()) {
                return Optional.of(new Outcome.Done("is gone from " + link.server(), false));
            }
            if (now.records().size() != 1 || !isRevoked(now.records().getFirst())) {
                throw new LifecycleException(other(emptied.place(), now));
            }
            replace(now, update);
            return Optional.empty();
        });
    }

    private Outcome change(DomainName place, String done, Change change) {
        try {
            Name name = name(place);
            Name apex = zone.isPresent() ? name(zone.get()) : apex(name);
            var update = new Update(apex);
            Optional<Outcome> already = change.decide(look(name, apex), update);
            if (already.isPresent()) {
                return already.get();
            }
            Message reply = link.ask(update);
            return reply.getHeader().getRcode() == Rcode.NOERROR
                    ? new Outcome.Done(done + " " + apex.toString(true) + " at " + link.server(), true)
                    : new Outcome.Failed(link.refusal(reply, apex));
        } catch (LifecycleException impossible) {
            return new Outcome.Failed(impossible.sentence());
        } catch (TextParseException impossible) {
            return new Outcome.Failed(place + " is no name for the DNS: " + impossible.getMessage());
        }
    }

    /// The zone that a name is in: the server is asked for the SOA record of the name and, where it has nothing to
    /// say, of the names above it.
    private Name apex(Name name) throws LifecycleException {
        String why = link.server() + " has no zone that " + name.toString(true) + " is in; name it as the zone";
        for (Name above = name; above.labels() > 1; above = new Name(above, 1)) {
            Message reply = link.ask(question(above, Type.SOA));
            for (int section : new int[] {Section.ANSWER, Section.AUTHORITY}) {
                for (Record record : reply.getSection(section)) {
                    if (record instanceof SOARecord && name.subdomain(record.getName())) {
                        return record.getName();
                    }
                }
            }
            if (reply.getHeader().getRcode() == Rcode.NOERROR
                    && !reply.getSection(Section.AUTHORITY).isEmpty()) {
                throw new LifecycleException(link.server() + " leaves " + name.toString(true) + " to other servers");
            }
            int code = reply.getHeader().getRcode();
            if (code != Rcode.NOERROR && code != Rcode.NXDOMAIN && code != Rcode.REFUSED && code != Rcode.NOTAUTH) {
                why = link.refusal(reply, above);
            }
        }
        throw new LifecycleException(why);
    }

    private Present look(Name name, Name apex) throws LifecycleException {
        Message reply = link.ask(question(name, Type.TXT));
        int code = reply.getHeader().getRcode();
        if (code != Rcode.NOERROR && code != Rcode.NXDOMAIN) {
            throw new LifecycleException(link.refusal(reply, apex));
        }
        if (!reply.getHeader().getFlag(Flags.AA)) {
            throw new LifecycleException(link.server() + " is not the server of " + name.toString(true));
        }
        var records = new ArrayList<TXTRecord>();
        for (Record record : reply.getSection(Section.ANSWER)) {
            if (record.getType() == Type.CNAME && record.getName().equals(name)) {
                throw new LifecycleException(
                        name.toString(true) + " is an alias, and its target is not where keys are delegated to");
            }
            if (record instanceof TXTRecord text && record.getName().equals(name)) {
                records.add(text);
            }
        }
        return new Present(code == Rcode.NOERROR, records);
    }

    private static Message question(Name name, int type) {
        return Message.newQuery(Record.newRecord(name, type, DClass.IN));
    }

    private static void absent(Present now, DomainName place, Update update) throws LifecycleException {
        try {
            if (now.exists()) {
                update.absent(name(place), Type.TXT);
            } else {
                update.absent(name(place));
            }
        } catch (TextParseException impossible) {
            throw new LifecycleException(place + " is no name for the DNS", impossible);
        }
    }

    /// Deletes what is there, provided that it still is what was seen (RFC 2136 §2.4.2).
    private static void replace(Present now, Update update) {
        for (TXTRecord record : now.records()) {
            update.present(Record.newRecord(record.getName(), Type.TXT, DClass.IN, 0, record.rdataToWireCanonical()));
        }
        update.delete(now.records().getFirst().getName(), Type.TXT);
    }

    private static TXTRecord txt(KeyRecord record) throws LifecycleException {
        try {
            return new TXTRecord(name(record.place()), DClass.IN, record.ttl().toSeconds(), record.strings());
        } catch (TextParseException impossible) {
            throw new LifecycleException(record.place() + " is no name for the DNS", impossible);
        }
    }

    private static boolean holds(Present now, KeyRecord record) {
        return now.records().size() == 1 && text(now.records().getFirst()).equals(Bytes.utf8(record.text()));
    }

    private static boolean isRevoked(TXTRecord record) {
        return parsed(text(record)).filter(DkimKeyRecord::isRevoked).isPresent();
    }

    private static boolean sameKey(TXTRecord record, KeyRecord wanted) {
        Optional<Bytes> found = parsed(text(record)).map(DkimKeyRecord::key);
        return found.isPresent()
                && found.equals(parsed(Bytes.utf8(wanted.text())).map(DkimKeyRecord::key));
    }

    private static Optional<DkimKeyRecord> parsed(Bytes text) {
        return DkimKeyRecord.parse(text, Budgets.Signatures.DEFAULT.keyBytes()) instanceof Parsed.Ok<DkimKeyRecord> ok
                ? Optional.of(ok.value())
                : Optional.empty();
    }

    private static Bytes text(TXTRecord record) {
        byte[] joined = new byte
                [record.getStringsAsByteArrays().stream()
                        .mapToInt(part -> part.length)
                        .sum()];
        int at = 0;
        for (byte[] part : record.getStringsAsByteArrays()) {
            System.arraycopy(part, 0, joined, at, part.length);
            at += part.length;
        }
        return Bytes.of(joined);
    }

    private static String other(DomainName place, Present now) {
        return "something else stands at " + place + " and is not overwritten: "
                + text(now.records().getFirst()).excerpt(60);
    }

    private static Name name(DomainName name) throws TextParseException {
        return Name.fromString(name + ".");
    }
}
