package org.vidimus.milter.filter;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.vidimus.milter.wire.Bytes;
import org.vidimus.milter.wire.Macro;
import org.vidimus.milter.wire.Stage;

/// The macros in force, by stage.
///
/// A list replaces the former one of its stage. When CONNECT, HELO, MAIL or RCPT arrives, the lists of later
/// stages go; those of the end of a message stay until the next MAIL. A name is looked up from the latest stage
/// to the earliest, as libmilter does.
///
/// Confined to the connection's thread.
final class Macros {
    private static final Stage[] STAGES = Stage.values();

    private final Map<Stage, Map<String, Bytes>> byStage = new EnumMap<>(Stage.class);

    void set(byte stageCode, List<Macro> macros) {
        Stage.ofCode(stageCode).ifPresent(stage -> {
            Map<String, Bytes> values = HashMap.newHashMap(macros.size());
            macros.forEach(macro -> values.put(macro.plainName(), macro.value()));
            byStage.put(stage, values);
        });
    }

    void dropAfter(Stage stage) {
        byStage.keySet().removeIf(other -> other.compareTo(stage) > 0);
    }

    void clear() {
        byStage.clear();
    }

    Optional<Bytes> get(String name) {
        String plain = Macro.plainName(name);
        for (int i = STAGES.length - 1; i >= 0; i--) {
            Bytes value = byStage.getOrDefault(STAGES[i], Map.of()).get(plain);
            if (value != null) {
                return Optional.of(value);
            }
        }
        return Optional.empty();
    }

    /// All of a stage, for tracing.
    Map<String, Bytes> of(Stage stage) {
        return Map.copyOf(byStage.getOrDefault(stage, Map.of()));
    }
}
