package org.vidimus.policy.spf;

/// A term of a record (§4.6.1): a directive or a modifier. Immutable.
public sealed interface SpfTerm {
    /// The term as it stands in the record: visible ASCII.
    String text();

    /// The octet of the record at which it begins.
    int offset();

    /// A mechanism and what its match means.
    ///
    /// @param qualifier what a match means
    /// @param mechanism what matches
    record Directive(Qualifier qualifier, SpfMechanism mechanism, String text, int offset) implements SpfTerm {}

    /// `redirect=`: the record to go on with where nothing matched (§6.1).
    ///
    /// @param domain whose record
    record Redirect(MacroString domain, String text, int offset) implements SpfTerm {}

    /// `exp=`: where the explanation of a fail is (§6.2).
    ///
    /// @param domain the name of the explanation
    record Explanation(MacroString domain, String text, int offset) implements SpfTerm {}

    /// Any other modifier: without effect (§6).
    ///
    /// @param name its name, as it stands there
    record Unknown(String name, MacroString value, String text, int offset) implements SpfTerm {}
}
