package org.vidimus.daemon.manual;

import java.util.List;

/// A manual page: what `man SECTION NAME` shows. Immutable.
///
/// @param name the page's name, such as `vidimus-milter` or `vidimus.toml`
/// @param section 1 for commands, 5 for files
/// @param title the name as the reader types it, such as `vidimus milter`
/// @param summary one phrase without a full stop, for the list of commands and the NAME section
public record Manual(String name, int section, String title, String summary, List<Block> blocks) {
    public Manual {
        blocks = List.copyOf(blocks);
    }

    /// The file that holds the page below `docs/man`.
    public String fileName() {
        return name + "." + section;
    }
}
