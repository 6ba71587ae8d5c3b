package org.vidimus.signer.opendkim;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/// Files that exist in the test only.
final class Files implements FileSource {
    private final Map<String, String> files = new HashMap<>();

    Files put(String path, String text) {
        files.put(path, text);
        return this;
    }

    @Override
    public Content read(Path path) {
        String text = files.get(path.toString());
        return text == null ? new Content.Unreadable("no such file") : new Content.Octets(text);
    }
}
