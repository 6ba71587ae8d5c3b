package org.vidimus.signer.opendkim;

/// Something about a configuration that its owner should know.
///
/// Immutable.
///
/// @param place where it stands
/// @param level how bad it is
/// @param code a word for programs, such as `wildcard-never-matches`; `docs/opendkim.md` lists them
/// @param what what OpenDKIM does with it; one line of printable ASCII
/// @param ours what Vidimus does with it; one line of printable ASCII
public record Lint(Place place, Level level, String code, String what, String ours) {
    /// How bad.
    public enum Level {
        /// Nothing can be signed by this configuration: OpenDKIM would not start, or it asks for something that
        /// there is no honest way to do.
        ERROR("error"),
        /// It does not do what it seems to.
        WARNING("warning"),
        /// For information: another part of Vidimus does it, or nobody needs it.
        NOTE("note");

        private final String word;

        Level(String word) {
            this.word = word;
        }

        /// The word in reports.
        public String word() {
            return word;
        }
    }

    static Lint error(Place place, String code, String what, String ours) {
        return new Lint(place, Level.ERROR, code, what, ours);
    }

    static Lint warning(Place place, String code, String what, String ours) {
        return new Lint(place, Level.WARNING, code, what, ours);
    }

    static Lint note(Place place, String code, String what, String ours) {
        return new Lint(place, Level.NOTE, code, what, ours);
    }

    /// `FILE:LINE: LEVEL: what; ours [code]`.
    @Override
    public String toString() {
        return place + ": " + level.word() + ": " + what + (ours.isEmpty() ? "" : "; " + ours) + " [" + code + "]";
    }
}
