package org.vidimus.policy.base;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.URL;
import java.net.URLClassLoader;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BudgetsTest {
    /// A class is initialised once a JVM, so each order needs a loader of its own.
    @ParameterizedTest
    @ValueSource(strings = {"", "$Dns", "$Spf", "$Signatures"})
    void theDefaultsAreWholeWhicheverIsUsedFirst(String first) throws Exception {
        URL classes = Budgets.class.getProtectionDomain().getCodeSource().getLocation();
        try (var loader = new URLClassLoader(new URL[] {classes}, ClassLoader.getPlatformClassLoader())) {
            String name = Budgets.class.getName();
            Class<?> used = Class.forName(name + first, true, loader);
            assertNotSame(Budgets.class.getClassLoader(), used.getClassLoader());
            Class<?> budgets = Class.forName(name, true, loader);
            Object defaults = budgets.getField("DEFAULT").get(null);
            for (String part : new String[] {"dns", "spf", "signatures"}) {
                assertNotNull(budgets.getMethod(part).invoke(defaults), part);
            }
        }
    }

    @Test
    void aLimitThatIsNoneIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> new Budgets(0, 1, 1, 1));
        assertThrows(
                IllegalArgumentException.class, () -> new Budgets.Dns(1, Duration.ZERO, Duration.ofSeconds(1), 1, 1));
        assertThrows(IllegalArgumentException.class, () -> new Budgets.Spf(1, -1, 1, 1, Duration.ofSeconds(1), 1));
        assertThrows(IllegalArgumentException.class, () -> new Budgets.Signatures(1, 1, 1, 1, 0));
    }
}
