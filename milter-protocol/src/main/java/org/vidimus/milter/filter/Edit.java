package org.vidimus.milter.filter;

import java.util.List;
import org.vidimus.milter.wire.Bytes;

/// A change to a message at its end.
///
/// Values of header fields are what stands after the colon, leading space included, folds as CRLF or LF and
/// white space. The library gives them the form the MTA expects.
public sealed interface Edit {
    /// Inserts a field.
    ///
    /// @param index 0 is above everything, the MTA's own `Received` included; 1 below it; past the end appends.
    /// Counted
    ///     after deletions, and after the insertions before this one.
    /// @param name the field's name
    /// @param value what stands after the colon
    record InsertHeader(int index, Bytes name, Bytes value) implements Edit {
        /// Checks the name and the index.
        public InsertHeader {
            FieldRules.check(name, value);
            FieldRules.checkIndex(index, 0);
        }
    }

    /// Puts a field below all others, on both MTAs.
    ///
    /// @param name the field's name
    /// @param value what stands after the colon
    record AppendHeader(Bytes name, Bytes value) implements Edit {
        /// Checks the name.
        public AppendHeader {
            FieldRules.check(name, value);
        }
    }

    /// Adds a field where the MTA sees fit: Postfix appends it; Sendmail puts it before the first of its name,
    /// and lets it replace a `From` or `Date` of its own.
    ///
    /// @param name the field's name
    /// @param value what stands after the colon
    record AddHeader(Bytes name, Bytes value) implements Edit {
        /// Checks the name.
        public AddHeader {
            FieldRules.check(name, value);
        }
    }

    /// Replaces a field's value; past the last of its name the MTA appends it.
    ///
    /// @param occurrence from 1 among the fields of this name as they arrived
    /// @param name the field's name
    /// @param value what stands after the colon; not empty, which would delete
    record ReplaceHeader(int occurrence, Bytes name, Bytes value) implements Edit {
        /// Checks the name, the occurrence and that there is a value.
        public ReplaceHeader {
            FieldRules.check(name, value);
            FieldRules.checkIndex(occurrence, 1);
            if (value.isEmpty()) {
                throw new IllegalArgumentException("an empty value deletes: use DeleteHeader");
            }
        }
    }

    /// Deletes a field.
    ///
    /// @param occurrence from 1 among the fields of this name as they arrived
    /// @param name the field's name
    record DeleteHeader(int occurrence, Bytes name) implements Edit {
        /// Checks the name and the occurrence.
        public DeleteHeader {
            FieldRules.check(name, Bytes.EMPTY);
            FieldRules.checkIndex(occurrence, 1);
        }
    }

    /// Replaces the whole body.
    ///
    /// @param body lines ending in CRLF; may be empty, may be of any size
    record ReplaceBody(Bytes body) implements Edit {}

    /// Adds a recipient.
    ///
    /// @param address with or without angle brackets
    /// @param parameters ESMTP parameters, one each: `NOTIFY=NEVER`. Postfix takes NOTIFY and ORCPT
    record AddRecipient(Bytes address, List<Bytes> parameters) implements Edit {
        /// Copies the list.
        public AddRecipient {
            parameters = List.copyOf(parameters);
            FieldRules.checkAddress(address, parameters);
        }
    }

    /// Removes a recipient.
    ///
    /// @param address as it was given in [org.vidimus.milter.wire.Command.Rcpt]
    record DeleteRecipient(Bytes address) implements Edit {
        /// Checks the address.
        public DeleteRecipient {
            FieldRules.checkAddress(address, List.of());
        }
    }

    /// Changes the envelope sender.
    ///
    /// @param address with or without angle brackets; `<>` for the null sender
    /// @param parameters ESMTP parameters, one each. Postfix takes RET and ENVID
    record ChangeSender(Bytes address, List<Bytes> parameters) implements Edit {
        /// Copies the list.
        public ChangeSender {
            parameters = List.copyOf(parameters);
            FieldRules.checkAddress(address, parameters);
        }
    }

    /// Holds the message in the MTA's quarantine.
    ///
    /// @param reason for the postmaster; Postfix keeps 100 octets of it
    record Quarantine(String reason) implements Edit {
        /// Checks the reason.
        public Quarantine {
            if (reason.isEmpty() || reason.chars().anyMatch(c -> c < ' ' || c == 0x7f)) {
                throw new IllegalArgumentException("quarantine reason " + Bytes.utf8(reason));
            }
        }
    }
}
