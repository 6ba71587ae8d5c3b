package org.vidimus.milter.transcript;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.atomic.AtomicInteger;

/// Ports for filters that are started and stopped again and again: below those that the kernel gives to outgoing
/// connections, so that none of these takes the port while no filter listens.
final class FilterPorts {
    private static final int LOWEST = 20_000;
    private static final int COUNT = 12_000;
    private static final AtomicInteger NEXT =
            new AtomicInteger((int) (ProcessHandle.current().pid() * 61 % COUNT));

    private FilterPorts() {}

    static int next() throws IOException {
        for (int i = 0; i < COUNT; i++) {
            int port = LOWEST + Math.floorMod(NEXT.getAndIncrement(), COUNT);
            try (ServerSocket free = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return free.getLocalPort();
            } catch (java.net.BindException e) {
                System.getLogger(FilterPorts.class.getName()).log(System.Logger.Level.DEBUG, "taken: " + port, e);
            }
        }
        throw new IOException("no free port");
    }
}
