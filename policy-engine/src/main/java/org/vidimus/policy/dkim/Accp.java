package org.vidimus.policy.dkim;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
import com.amazon.corretto.crypto.provider.RuntimeCryptoException;
import java.security.Provider;

/// Loads Amazon's crypto provider, which need not be there: the only class that names its types.
final class Accp {
    private Accp() {}

    sealed interface Result {}

    record Loaded(Provider provider) implements Result {}

    /// @param why after the word ACCP
    record Missing(String why) implements Result {}

    static Result load() {
        try {
            AmazonCorrettoCryptoProvider provider = AmazonCorrettoCryptoProvider.INSTANCE;
            if (provider.getLoadingError() != null) {
                return new Missing("did not load: " + provider.getLoadingError());
            }
            provider.assertHealthy();
            return new Loaded(provider);
        } catch (LinkageError _) {
            return new Missing("is not installed");
        } catch (RuntimeCryptoException unhealthy) {
            return new Missing("fails its own tests: " + unhealthy.getMessage());
        }
    }
}
