package org.vidimus.milter.fuzz;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import org.jspecify.annotations.Nullable;

/// Where Jazzer enters: calls `fuzz(byte[])` of the class that the system property `vidimus.fuzz` names, of
/// whatever module. It needs nothing of Jazzer itself.
public final class FuzzEntry {
    private static @Nullable MethodHandle target;

    private FuzzEntry() {}

    /// Looks the target up. Called once by Jazzer.
    public static void fuzzerInitialize() throws ReflectiveOperationException {
        Class<?> found = Class.forName(System.getProperty("vidimus.fuzz", WireFuzz.class.getName()));
        target = MethodHandles.privateLookupIn(found, MethodHandles.lookup())
                .findStatic(found, "fuzz", MethodType.methodType(void.class, byte[].class));
    }

    /// Tries one input. Called by Jazzer.
    public static void fuzzerTestOneInput(byte[] input) throws Throwable {
        MethodHandle handle = target;
        if (handle == null) {
            throw new IllegalStateException("not initialised");
        }
        handle.invokeExact(input);
    }
}
