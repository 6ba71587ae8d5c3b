package org.vidimus.daemon.explain;

import org.vidimus.daemon.text.NetworkText;

/// A piece of text in one style. Whatever it is made of, it holds no control character and nothing invisible.
///
/// Immutable.
public record Span(Style style, String text) {
    public Span {
        text = NetworkText.visible(text);
    }

    static Span plain(String text) {
        return new Span(Style.PLAIN, text);
    }

    static Span strong(String text) {
        return new Span(Style.STRONG, text);
    }

    static Span faint(String text) {
        return new Span(Style.FAINT, text);
    }

    /// The word of a result in its style.
    static Span result(String word) {
        return new Span(Style.ofResult(word), word);
    }
}
