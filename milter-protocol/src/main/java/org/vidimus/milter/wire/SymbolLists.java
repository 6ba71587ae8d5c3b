package org.vidimus.milter.wire;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// The macros a filter asks for, by stage: the tail of its answer to `OPTNEG`.
///
/// A stage that is absent keeps the MTA's own list. An empty list means the MTA's own on Postfix and none on Sendmail.
///
/// @param byStage names as on the wire (`i`, `{mail_addr}`), stages and names in the order of the wire
public record SymbolLists(Map<Stage, List<String>> byStage) {
    private static final Pattern SEPARATORS = Pattern.compile("[ ,]+");

    /// Nothing asked for.
    public static final SymbolLists NONE = new SymbolLists(Map.of());

    /// Copies the lists.
    public SymbolLists {
        Map<Stage, List<String>> copy = new LinkedHashMap<>();
        byStage.forEach((stage, names) -> copy.put(stage, List.copyOf(names)));
        byStage = Collections.unmodifiableMap(copy);
    }

    /// Whether nothing is asked for.
    public boolean isEmpty() {
        return byStage.isEmpty();
    }

    void encodeTo(FrameWriter out) {
        byStage.forEach((stage, names) -> out.int32(stage.symbolList()).string(Bytes.latin1(String.join(" ", names))));
    }

    static Decoded<SymbolLists> decode(Bytes octets) {
        Map<Stage, List<String>> lists = new LinkedHashMap<>();
        int at = 0;
        while (at < octets.length()) {
            int end = octets.length() - at < 4 ? -1 : octets.indexOf(0, at + 4);
            if (end < 0) {
                return new Decoded.Malformed<>("a symbol list that ends early");
            }
            int number = octets.int32(at);
            List<String> names = new ArrayList<>();
            for (String name : SEPARATORS.split(octets.slice(at + 4, end).latin1())) {
                if (!name.isEmpty()) {
                    names.add(name);
                }
            }
            // As Postfix does, a stage that does not exist is passed over.
            Stage.ofSymbolList(number).ifPresent(stage -> lists.put(stage, names));
            at = end + 1;
        }
        return new Decoded.Ok<>(new SymbolLists(lists));
    }
}
