package org.vidimus.signer.lifecycle;

/// Who brings records into the DNS.
///
/// Thread-safe.
public interface Publisher {
    /// What became of it.
    sealed interface Outcome {
        /// It is in the zone, now or before.
        ///
        /// @param what in the past tense, such as `added to example.org by 192.0.2.1:53`
        /// @param changed whether it was changed just now, so that others may not see it yet
        record Done(String what, boolean changed) implements Outcome {}

        /// A person has to do it.
        record ByHand() implements Outcome {}

        /// It did not work, and nothing was changed.
        ///
        /// @param why in printable ASCII
        record Failed(String why) implements Outcome {}
    }

    /// Puts the record of a new key where nothing stands, or an emptied record.
    Outcome publish(KeyRecord record);

    /// Puts an emptied record in the place of that of the same key.
    ///
    /// @param record of the key, with its public half
    /// @param emptied the same without
    Outcome empty(KeyRecord record, KeyRecord emptied);

    /// Takes an emptied record away.
    Outcome remove(KeyRecord emptied);

    /// Leaves it to people.
    static Publisher byHand() {
        return new Publisher() {
            @Override
            public Outcome publish(KeyRecord record) {
                return new Outcome.ByHand();
            }

            @Override
            public Outcome empty(KeyRecord record, KeyRecord emptied) {
                return new Outcome.ByHand();
            }

            @Override
            public Outcome remove(KeyRecord emptied) {
                return new Outcome.ByHand();
            }
        };
    }
}
