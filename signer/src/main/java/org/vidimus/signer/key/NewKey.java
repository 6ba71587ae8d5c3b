package org.vidimus.signer.key;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.EnumSet;
import org.vidimus.policy.base.Bytes;

/// A key that was just made and can be written to a file once or more. It does not show in `toString`.
///
/// Thread-safe.
public final class NewKey {
    private static final FileAttribute<?> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    private static final int PEM_LINE = 64; // RFC 7468 §2

    private final SigningKey key;
    private final Bytes pkcs8;

    NewKey(SigningKey key, Bytes pkcs8) {
        this.key = key;
        this.pkcs8 = pkcs8;
    }

    /// The key, ready to sign.
    public SigningKey key() {
        return key;
    }

    /// Writes it as PKCS #8 in PEM, which the owner alone may read, and is on the disk when this returns.
    /// `file` is there whole or not at all, and at no time open to others.
    ///
    /// @throws FileAlreadyExistsException if there is a file of that name: no key is ever overwritten
    /// @throws IOException if it cannot be written; nothing of it is left
    public void write(Path file) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null) {
            throw new FileAlreadyExistsException(file.toString());
        }
        Path draft = Files.createTempFile(folder, ".new-key-", "", OWNER_ONLY);
        try {
            try (FileChannel channel = FileChannel.open(draft, StandardOpenOption.WRITE)) {
                ByteBuffer text = ByteBuffer.wrap(pem().toArray());
                while (text.hasRemaining()) {
                    channel.write(text);
                }
                channel.force(true);
            }
            // A link fails where the name is taken, as no way of moving does.
            Files.createLink(file, draft);
        } finally {
            Files.deleteIfExists(draft);
        }
        try (FileChannel channel = FileChannel.open(folder, EnumSet.of(StandardOpenOption.READ))) {
            channel.force(true); // the name too
        }
    }

    /// The same text, for whoever writes it elsewhere. It is the key, in the clear: nobody else may see it.
    public Bytes pem() {
        Base64.Encoder encoder = Base64.getMimeEncoder(PEM_LINE, new byte[] {'\n'});
        return Bytes.utf8("-----BEGIN PRIVATE KEY-----\n" + encoder.encodeToString(pkcs8.toArray())
                + "\n-----END PRIVATE KEY-----\n");
    }

    @Override
    public String toString() {
        return "new " + key;
    }
}
