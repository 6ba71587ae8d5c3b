package org.vidimus.policy.pipeline;

import org.vidimus.policy.base.Bytes;

/// A change to the recipients of the message in its envelope.
public sealed interface RecipientEdit {
    /// Whom it is about.
    Bytes address();

    /// Somebody gets it too.
    ///
    /// @param address with or without angle brackets; no control characters, not empty
    record Add(Bytes address) implements RecipientEdit {
        /// Checks the address.
        public Add {
            check(address);
        }
    }

    /// Somebody does not get it.
    ///
    /// @param address as the MTA handed it over
    record Delete(Bytes address) implements RecipientEdit {
        /// Checks the address.
        public Delete {
            check(address);
        }
    }

    private static void check(Bytes address) {
        boolean controls = false;
        for (int i = 0; i < address.length(); i++) {
            controls |= address.at(i) < ' ' || address.at(i) == 0x7f;
        }
        if (controls || address.isEmpty()) {
            throw new IllegalArgumentException("recipient " + address);
        }
    }
}
