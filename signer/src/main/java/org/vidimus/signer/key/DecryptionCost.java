package org.vidimus.signer.key;

import java.math.BigInteger;
import org.bouncycastle.asn1.misc.MiscObjectIdentifiers;
import org.bouncycastle.asn1.misc.ScryptParams;
import org.bouncycastle.asn1.pkcs.KeyDerivationFunc;
import org.bouncycastle.asn1.pkcs.PBEParameter;
import org.bouncycastle.asn1.pkcs.PBES2Parameters;
import org.bouncycastle.asn1.pkcs.PBKDF2Params;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;

/// How much work an encrypted key asks for before its passphrase is a key ([RFC 8018
/// §5.2](https://www.rfc-editor.org/rfc/rfc8018#section-5.2)): a file cannot keep us busy for hours, or take all
/// memory.
final class DecryptionCost {
    private static final BigInteger MOST_ROUNDS = BigInteger.valueOf(10_000_000); // some ten seconds
    private static final BigInteger MOST_MEMORY = BigInteger.valueOf(64L << 20);

    private DecryptionCost() {}

    static void check(AlgorithmIdentifier algorithm) throws KeyRefusedException {
        if (!isBearable(algorithm)) {
            throw new KeyRefusedException(
                    KeyFault.UNSUPPORTED,
                    "its encryption asks for too much work: at most " + MOST_ROUNDS + " rounds, or 64 MiB of scrypt");
        }
    }

    private static boolean isBearable(AlgorithmIdentifier algorithm) {
        if (!algorithm.getAlgorithm().equals(PKCSObjectIdentifiers.id_PBES2)) {
            return within(PBEParameter.getInstance(algorithm.getParameters()).getIterationCount(), MOST_ROUNDS);
        }
        KeyDerivationFunc derivation =
                PBES2Parameters.getInstance(algorithm.getParameters()).getKeyDerivationFunc();
        if (derivation.getAlgorithm().equals(PKCSObjectIdentifiers.id_PBKDF2)) {
            return within(PBKDF2Params.getInstance(derivation.getParameters()).getIterationCount(), MOST_ROUNDS);
        }
        if (derivation.getAlgorithm().equals(MiscObjectIdentifiers.id_scrypt)) {
            ScryptParams scrypt = ScryptParams.getInstance(derivation.getParameters());
            return within(
                            scrypt.getCostParameter()
                                    .multiply(scrypt.getBlockSize())
                                    .shiftLeft(7),
                            MOST_MEMORY)
                    && within(scrypt.getParallelizationParameter(), BigInteger.valueOf(16));
        }
        return true; // unknown, and so refused by name later
    }

    private static boolean within(BigInteger value, BigInteger most) {
        return value.signum() > 0 && value.compareTo(most) <= 0;
    }
}
