package org.vidimus.daemon.rotation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.vidimus.policy.Spec;

/// `bench/rotate` runs the same for longer.
@Timeout(300)
class RotationTest {
    private static final int ROTATIONS = 10;
    private static final int SENDERS = 3;

    @Test
    @Spec({"SGN-10", "DKS-15"})
    void noMessageIsUnsignedOrBrokenWhileKeysAreReplaced(@TempDir Path folder) throws Exception {
        try (RotationScene scene = RotationScene.start(folder)) {
            Figures figures = scene.run(ROTATIONS, SENDERS);
            assertEquals(List.of(), figures.failures());
            assertEquals(List.of(), figures.complaints());
            assertEquals(0, figures.unsigned());
            assertTrue(figures.keys() >= 2 * ROTATIONS, figures.lines().toString());
            assertTrue(
                    figures.emptied() >= 2 && figures.late() > 0,
                    figures.lines().toString());
        }
    }
}
