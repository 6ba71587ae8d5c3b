package org.vidimus.signer.dkim;

/// How the lines of a signature field are laid out. Nobody needs another one than [#DEFAULT] but who compares
/// our fields octet by octet with those of another program.
///
/// Immutable.
///
/// @param columns the most columns of a line, its line end not counted
/// @param fold what a new line begins with before a tag: white space
/// @param inner the same inside a tag
public record Layout(int columns, String fold, String inner) {
    /// [RFC 5322 §2.1.1](https://www.rfc-editor.org/rfc/rfc5322#section-2.1.1): a line should have no more
    /// than 78 characters. White space is one space: whatever rewrites a tab as spaces, or the other way,
    /// finds nothing here.
    public static final Layout DEFAULT = new Layout(78, " ", " ");

    private static final int TAB = 8;

    /// How far from the left margin the text after this white space stands.
    static int width(String space) {
        return space.chars().map(c -> c == '\t' ? TAB : 1).sum();
    }
}
