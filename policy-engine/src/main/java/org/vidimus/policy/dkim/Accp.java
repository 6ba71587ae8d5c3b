package org.vidimus.policy.dkim;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
import com.amazon.corretto.crypto.provider.RuntimeCryptoException;
import java.security.Provider;

/// Loads Amazon's crypto provider, which need not be there.
final class Accp {
    private Accp() {}

    sealed interface Result {}

    record Loaded(Provider provider) implements Result {}

    /// @param why after the word ACCP
    record Missing(String why) implements Result {}

    static Result load() {
        try {
            return Library.load();
        } catch (LinkageError _) {
            return new Missing("is not installed");
        }
    }

    /// The only class that names the provider's types, so that without them nothing else fails to load.
    private static final class Library {
        static Result load() {
            AmazonCorrettoCryptoProvider provider = AmazonCorrettoCryptoProvider.INSTANCE;
            if (provider.getLoadingError() != null) {
                return new Missing("did not load: " + provider.getLoadingError().getMessage());
            }
            try {
                provider.assertHealthy();
            } catch (RuntimeCryptoException unhealthy) {
                return new Missing("fails its own tests: " + unhealthy.getMessage());
            }
            return new Loaded(provider);
        }
    }
}
