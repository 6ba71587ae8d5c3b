package org.vidimus.milter.filter;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.vidimus.milter.wire.Bytes;
import org.vidimus.milter.wire.DataSize;
import org.vidimus.milter.wire.Stage;
import org.vidimus.milter.wire.Version;

/// What a session tells its handlers. Confined to the connection's thread.
final class SessionContext implements FilterContext {
    final Macros macros = new Macros();
    private final long connection;
    private final String peer;
    private final String listener;
    private Negotiated negotiated = new Negotiated(Version.OLDEST, Set.of(), Set.of(), DataSize.STANDARD);

    SessionContext(long connection, String peer, String listener) {
        this.connection = connection;
        this.peer = peer;
        this.listener = listener;
    }

    void agreed(Negotiated agreement) {
        negotiated = agreement;
    }

    @Override
    public long connection() {
        return connection;
    }

    @Override
    public String peer() {
        return peer;
    }

    @Override
    public String listener() {
        return listener;
    }

    @Override
    public Negotiated negotiated() {
        return negotiated;
    }

    @Override
    public Optional<Bytes> macro(String name) {
        return macros.get(name);
    }

    @Override
    public Map<String, Bytes> macros(Stage stage) {
        return macros.of(stage);
    }
}
