package org.vidimus.policy.spf;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Networks of one family, to count their addresses without counting any twice.
///
/// Confined to one thread.
final class AddressSet {
    private final int bits;
    private final List<Range> ranges = new ArrayList<>();

    private record Range(BigInteger first, BigInteger last) {}

    /// @param bits 32 or 128
    AddressSet(int bits) {
        this.bits = bits;
    }

    void add(Network network) {
        BigInteger size = BigInteger.ONE.shiftLeft(bits - network.prefix());
        BigInteger address = new BigInteger(1, network.address().toArray());
        BigInteger first = address.subtract(address.mod(size));
        ranges.add(new Range(first, first.add(size).subtract(BigInteger.ONE)));
    }

    void addAll() {
        ranges.add(new Range(BigInteger.ZERO, BigInteger.ONE.shiftLeft(bits).subtract(BigInteger.ONE)));
    }

    BigInteger count() {
        List<Range> sorted = new ArrayList<>(ranges);
        sorted.sort(Comparator.comparing(Range::first));
        BigInteger count = BigInteger.ZERO;
        BigInteger next = BigInteger.ZERO; // the first address that is not counted yet
        for (Range range : sorted) {
            BigInteger from = range.first.max(next);
            if (from.compareTo(range.last) <= 0) {
                count = count.add(range.last.subtract(from).add(BigInteger.ONE));
                next = range.last.add(BigInteger.ONE);
            }
        }
        return count;
    }
}
