package org.vidimus.policy.dns;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.vidimus.policy.base.Bytes;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.MXRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.NameTooLongException;
import org.xbill.DNS.PTRRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.TextParseException;

/// From dnsjava's names and records to ours and back.
final class Records {
    private Records() {}

    /// Our form of `record`; empty for types that nobody asks for, and for names that no mail can have: a label
    /// with a dot, a space or an octet outside ASCII in it.
    static Optional<Data> data(Record record) {
        return switch (record) {
            case ARecord a -> Optional.of(new Data.Address(address(a)));
            case AAAARecord aaaa -> Optional.of(new Data.Address(address(aaaa)));
            case TXTRecord txt -> Optional.of(new Data.Text(joined(txt.getStringsAsByteArrays())));
            case PTRRecord ptr -> name(ptr.getTarget()).map(Data.Pointer::new);
            case MXRecord mx
            when mx.getTarget().equals(Name.root) -> Optional.of(new Data.Exchange(mx.getPriority(), Optional.empty()));
            case MXRecord mx ->
                name(mx.getTarget()).map(host -> new Data.Exchange(mx.getPriority(), Optional.of(host)));
            default -> Optional.empty();
        };
    }

    /// The address without the name that dnsjava gives it; an IPv6 address stays one even if it holds an IPv4 address.
    private static InetAddress address(Record record) {
        byte[] octets = record.rdataToWireCanonical();
        try {
            return octets.length == 4 ? InetAddress.getByAddress(octets) : Inet6Address.getByAddress(null, octets, -1);
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException(impossible); // the lengths are right
        }
    }

    private static Bytes joined(List<byte[]> strings) {
        byte[] all = new byte[strings.stream().mapToInt(s -> s.length).sum()];
        int length = 0;
        for (byte[] string : strings) {
            System.arraycopy(string, 0, all, length, string.length);
            length += string.length;
        }
        return Bytes.of(all);
    }

    /// Our form of `name`; empty for the root and for names that no mail can have.
    static Optional<DomainName> name(Name name) {
        List<String> labels = new ArrayList<>();
        for (int i = 0; i < name.labels(); i++) {
            byte[] label = name.getLabel(i); // the first octet is its length
            if (label.length > 1) {
                labels.add(Bytes.copyOf(label, 1, label.length - 1).latin1());
            }
        }
        boolean space = labels.stream().anyMatch(label -> label.indexOf(' ') >= 0);
        return space ? Optional.empty() : DomainName.ofLabels(labels);
    }

    /// dnsjava's form of `name`.
    static Name name(DomainName name) {
        Name absolute = Name.root;
        try {
            for (String label : name.labels().reversed()) {
                absolute = Name.concatenate(new Name(escaped(label)), absolute);
            }
        } catch (NameTooLongException | TextParseException impossible) {
            throw new IllegalStateException(name.toString(), impossible); // a DomainName fits
        }
        return absolute;
    }

    private static String escaped(String label) {
        return label.replaceAll("[^A-Za-z0-9_-]", "\\\\$0");
    }
}
