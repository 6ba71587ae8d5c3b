package org.vidimus.daemon.manual;

import java.util.ArrayList;
import java.util.List;
import org.vidimus.daemon.config.Key;
import org.vidimus.daemon.config.TableType;

/// The page about the configuration file.
final class ConfigManual {
    private ConfigManual() {}

    static Manual of(TableType root) {
        var blocks = new ArrayList<Block>();
        blocks.add(new Block.Heading("Description"));
        blocks.add(new Block.Paragraph("The configuration of Vidimus is one file in TOML 1.0 (https://toml.io/), which"
                + " `vidimus milter -c FILE` reads. No other file is read, and without `-c` none: every key has a"
                + " default."));
        blocks.add(new Block.Paragraph("A mistake stops the start. All mistakes are reported at once, each as"
                + " `FILE:LINE:COLUMN: KEY: what is wrong; what is expected`; `vidimus config check FILE` does the same"
                + " without starting. A key that does not exist is a mistake too."));
        blocks.add(new Block.Paragraph("Durations are written as a number and a unit, `ms`, `s`, `m`, `h` or `d`, as in"
                + " `\"30s\"`; sizes as a number of bytes or with `K`, `M` or `G`, each 1024 times the one before, as in"
                + " `\"64K\"`. Both are strings."));
        for (Key<?> key : root.keys()) {
            section(key, key.name(), blocks);
        }
        blocks.add(new Block.Heading("Examples"));
        blocks.add(new Block.Paragraph("A filter for Postfix on a unix socket:"));
        blocks.add(new Block.Verbatim(List.of(
                "[milter]",
                "listen = [\"unix:/run/vidimus/milter.sock\"]",
                "socket-group = \"postfix\"",
                "",
                "[verify]",
                "authserv-id = \"mx.example.com\"")));
        blocks.add(new Block.Paragraph("The same, and mail from inside is signed with two keys:"));
        blocks.add(new Block.Verbatim(List.of(
                "[trust]",
                "networks = [\"127.0.0.0/8\", \"::1\", \"192.0.2.0/24\"]",
                "",
                "[[sign.rule]]",
                "from = [\"example.com\", \"*.example.com\"]",
                "keys = [",
                "    { domain = \"example.com\", selector = \"r1\", file = \"/etc/vidimus/keys/r1.pem\" },",
                "    { domain = \"example.com\", selector = \"e1\", file = \"/etc/vidimus/keys/e1.pem\" },",
                "]")));
        blocks.add(new Block.Heading("See also"));
        blocks.add(new Block.Paragraph("vidimus-milter(1), vidimus-config(1)"));
        return new Manual("vidimus.toml", 5, "vidimus.toml", "the configuration file of Vidimus", blocks);
    }

    private static void section(Key<?> key, String path, List<Block> blocks) {
        blocks.add(new Block.Heading(key.repeated().isPresent() ? "[[" + path + "]]" : "[" + path + "]"));
        blocks.add(new Block.Paragraph(key.doc()));
        TableType table = key.repeated().orElseGet(() -> {
            if (key.type() instanceof TableType single) {
                return single;
            }
            throw new IllegalArgumentException(path + " stands outside of any table");
        });
        for (Key<?> below : table.keys()) {
            if (below.type() instanceof TableType || below.repeated().isPresent()) {
                section(below, path + "." + below.name(), blocks);
            } else {
                blocks.add(new Block.Definition("`" + below.name() + "`", entry(below)));
                below.elements()
                        .ifPresent(element -> element.keys()
                                .forEach(inner -> blocks.add(new Block.Definition(
                                        "`" + inner.name() + "` in `" + below.name() + "`", entry(inner)))));
            }
        }
    }

    private static List<String> entry(Key<?> key) {
        String fallback = key.fallback().isEmpty()
                ? "The key must be there. Example: `" + key.example() + "`."
                : key.fallbackToml()
                        .map(toml -> "Default: `" + toml + "`.")
                        .orElseGet(() -> "Default: not set. Example: `" + key.example() + "`.");
        return List.of(key.doc(), "Expected: " + key.type().expects() + ".", fallback);
    }
}
