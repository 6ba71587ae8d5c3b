package org.vidimus.daemon.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AmountsTest {
    @ParameterizedTest
    @CsvSource({"0s,0", "1ms,1", "1500ms,1500", "30s,30000", "5m,300000", "2h,7200000", "7210s,7210000", "1d,86400000"})
    void timeSpansSurviveBothWays(String text, long milliseconds) {
        assertEquals(Optional.of(Duration.ofMillis(milliseconds)), Amounts.parseDuration(text));
        assertEquals(text, Amounts.format(Duration.ofMillis(milliseconds)));
    }

    @ParameterizedTest
    @CsvSource({"0,0", "1,1", "1023,1023", "64K,65536", "10M,10485760", "1G,1073741824", "1025K,1049600"})
    void sizesSurviveBothWays(String text, long bytes) {
        assertEquals(Optional.of(bytes), Amounts.parseSize(text));
        assertEquals(text, Amounts.formatSize(bytes));
    }

    @Test
    void theLongestUnitIsWritten() {
        assertEquals("1m", Amounts.format(Duration.ofSeconds(60)));
        assertEquals("1K", Amounts.formatSize(1024));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "s", "5", "-5s", "5 s", "5S", "1.5s", "5sec", "999999999999999999d", "9999999999999999999s"})
    void otherTextIsNoTimeSpan(String text) {
        assertEquals(Optional.empty(), Amounts.parseDuration(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "K", "-1", "1k", "1KB", "1KiB", "1 K", "0x10", "99999999999999999G"})
    void otherTextIsNoSize(String text) {
        assertEquals(Optional.empty(), Amounts.parseSize(text));
    }
}
