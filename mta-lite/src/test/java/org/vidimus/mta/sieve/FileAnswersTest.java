package org.vidimus.mta.sieve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vidimus.policy.Spec;

/// Who was answered is remembered.
class FileAnswersTest {
    private static final ScriptName JANE = new ScriptName("jane");
    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
    private static final Duration WEEK = Duration.ofDays(7);

    @TempDir
    private Path folder;

    private static String key(int number) {
        return "%064x".formatted(number);
    }

    @Test
    @Spec("RFC 5230 §4.2")
    void onceInItsTime() throws IOException {
        AnswerMemory answers = new FileAnswers(folder, 1_000);
        assertTrue(answers.claim(JANE, key(1), NOW, WEEK));
        assertFalse(answers.claim(JANE, key(1), NOW.plus(Duration.ofDays(6)), WEEK));
        assertTrue(answers.claim(JANE, key(2), NOW, WEEK));
        assertTrue(answers.claim(new ScriptName("joe"), key(1), NOW, WEEK));
        // Another process reads what was written.
        AnswerMemory again = new FileAnswers(folder, 1_000);
        assertFalse(again.claim(JANE, key(1), NOW, WEEK));
        assertTrue(again.claim(JANE, key(1), NOW.plus(WEEK), WEEK));
    }

    @Test
    @Spec("RFC 5230 §4.2")
    void theOldestAreForgottenFirst() throws IOException {
        AnswerMemory answers = new FileAnswers(folder, 1_000);
        for (int i = 0; i < 1_001; i++) {
            assertTrue(answers.claim(JANE, key(i), NOW, WEEK));
        }
        assertFalse(answers.claim(JANE, key(1), NOW, WEEK));
        assertTrue(answers.claim(JANE, key(0), NOW, WEEK));
        assertEquals(1_000, Files.readAllLines(folder.resolve("jane.answers")).size());
        assertThrows(IllegalArgumentException.class, () -> new FileAnswers(folder, 999));
    }

    @Test
    void whatIsNotOursIsDropped() throws IOException {
        Files.writeString(folder.resolve("jane.answers"), "nonsense\n" + key(1) + " 99999999999\n\0\0\n" + key(2));
        AnswerMemory answers = new FileAnswers(folder, 1_000);
        assertFalse(answers.claim(JANE, key(1), NOW, WEEK));
        assertTrue(answers.claim(JANE, key(2), NOW, WEEK));
        assertEquals(2, Files.readAllLines(folder.resolve("jane.answers")).size());
    }

    @Test
    void whatCannotBeRememberedIsNotAnswered() throws IOException {
        Files.createDirectory(folder.resolve("jane.answers"));
        AnswerMemory answers = new FileAnswers(folder, 1_000);
        assertThrows(IOException.class, () -> answers.claim(JANE, key(1), NOW, WEEK));
    }

    @Test
    void twoAtTheSameTimeGiveOneAnswer() throws InterruptedException {
        AnswerMemory answers = new FileAnswers(folder, 1_000);
        ConcurrentLinkedQueue<Boolean> claimed = new ConcurrentLinkedQueue<>();
        Thread[] threads = new Thread[8];
        for (int i = 0; i < threads.length; i++) {
            threads[i] = Thread.ofVirtual().start(() -> {
                try {
                    claimed.add(answers.claim(JANE, key(1), NOW, WEEK));
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            });
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertEquals(8, claimed.size());
        assertEquals(1, claimed.stream().filter(claim -> claim).count());
    }
}
