package org.vidimus.daemon.manual;

import java.util.List;
import java.util.Locale;

/// A piece of a manual page. The only markup in its text is `code` between backquotes. Immutable.
public sealed interface Block {
    /// The start of a section, in plain words: "Exit status".
    record Heading(String text) implements Block {
        /// The heading in capitals, as manual pages have it; but `[milter]` is a name and stays.
        public String capitals() {
            return text.startsWith("[") ? text : text.toUpperCase(Locale.ROOT);
        }
    }

    /// Running text.
    record Paragraph(String text) implements Block {}

    /// A term, such as an option or a key, and what it means.
    record Definition(String term, List<String> paragraphs) implements Block {
        public Definition {
            paragraphs = List.copyOf(paragraphs);
        }
    }

    /// Lines shown as they are: a synopsis, a shell session, a part of a file.
    record Verbatim(List<String> lines) implements Block {
        public Verbatim {
            lines = List.copyOf(lines);
        }
    }
}
