package org.vidimus.policy.pipeline;

import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.message.HeaderField;

/// A change to the header of the message. Changes are applied in the order given, which is chosen so that it
/// comes out the same whether an MTA renumbers fields at once (Postfix) or after the last change (Sendmail).
public sealed interface HeaderEdit {
    /// Remove a field.
    ///
    /// @param name its name as received
    /// @param occurrence 1 for the topmost field of that name (ASCII letters in any case), as received
    record Remove(Bytes name, int occurrence) implements HeaderEdit {}

    /// Put a field above all others.
    ///
    /// @param field the field; its value begins with the space that follows the colon, and folds are LF and a
    ///     tab
    record Insert(HeaderField field) implements HeaderEdit {}

    /// Put a field below all others.
    ///
    /// @param field as for [Insert]
    record Append(HeaderField field) implements HeaderEdit {}
}
