package org.vidimus.policy.dkim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vidimus.policy.Fuzzing;
import org.vidimus.policy.Spec;
import org.vidimus.policy.authres.ResultInfo;
import org.vidimus.policy.base.Budgets;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.base.Parsed;
import org.vidimus.policy.dns.Answer;
import org.vidimus.policy.dns.Lookups;
import org.vidimus.policy.dns.Resolver;
import org.vidimus.policy.message.Author;
import org.vidimus.policy.message.HeaderForm;
import org.vidimus.policy.message.RawMessage;

class DkimVerificationTest {
    private static final TestSigner RSA = TestSigner.RSA;
    private static final Map<String, String> KEYS = Map.of(DkimVerifierTest.KEY, "v=DKIM1; t=y; p=" + RSA.publicKey());
    private static final Verifying VERIFYING = Verifying.with(KEYS);

    private static DkimVerification begin(String message, Resolver dns, Executor executor, BodyHashes bodies) {
        Lookups lookups = new Lookups(dns, Budgets.Dns.DEFAULT, () -> 0);
        return VERIFYING
                .verifier()
                .begin(
                        parsed(message).header(),
                        new Author.None(""),
                        new HeaderForm(true, false),
                        lookups,
                        executor,
                        bodies);
    }

    private static RawMessage parsed(String message) {
        return switch (RawMessage.parse(Bytes.of(message.getBytes(StandardCharsets.ISO_8859_1)), Budgets.DEFAULT)) {
            case Parsed.Ok<RawMessage>(RawMessage good) -> good;
            case Parsed.Malformed<RawMessage>(int _, String why) -> throw new AssertionError(why);
        };
    }

    private static void stream(String message, BodyHashes bodies) {
        byte[] body = parsed(message).body().toArray();
        bodies.update(body, 0, body.length);
        bodies.finish();
    }

    @Test
    @Timeout(20)
    @Spec({"RFC 6376 §6.1.2", "DKV-30"})
    void keysAreSentForWhenTheHeaderEndsAndWaitedForAtTheEnd() throws InterruptedException {
        String message = RSA.sign(DkimVerifierTest.TAGS, DkimVerifierTest.MESSAGE);
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch answer = new CountDownLatch(1);
        Resolver slow = (question, timeout) -> {
            asked.countDown();
            await(answer);
            return VERIFYING.dns().lookup(question, timeout);
        };
        BodyHashes bodies = new BodyHashes();
        DkimVerification verification = begin(message, slow, Thread::startVirtualThread, bodies);
        asked.await(); // before any of the body
        stream(message, bodies);
        answer.countDown();

        assertEquals("pass", verification.finish().getFirst().verdict().word());
    }

    @Test
    @Timeout(20)
    void anInterruptEndsTheWait() throws InterruptedException {
        String message = RSA.sign(DkimVerifierTest.TAGS, DkimVerifierTest.MESSAGE);
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        BodyHashes bodies = new BodyHashes();
        DkimVerification verification =
                begin(message, (_, _) -> silent(asked, interrupted), Thread::startVirtualThread, bodies);
        asked.await();
        stream(message, bodies);
        Thread.currentThread().interrupt();
        List<DkimResult> results = verification.finish();

        assertTrue(Thread.interrupted()); // and clears it
        assertEquals(
                new DkimVerdict.TempError(DkimProblem.of(DkimCause.INTERRUPTED)),
                results.getFirst().verdict());
        interrupted.await(); // the question was given up too
    }

    @Test
    @Timeout(20)
    void givingUpInterruptsTheQuestions() throws InterruptedException {
        String message = RSA.sign(DkimVerifierTest.TAGS, DkimVerifierTest.MESSAGE);
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        BodyHashes bodies = new BodyHashes();
        DkimVerification verification =
                begin(message, (_, _) -> silent(asked, interrupted), Thread::startVirtualThread, bodies);
        asked.await();
        verification.cancel();
        interrupted.await();
        bodies.finish();

        assertEquals("temperror", verification.finish().getFirst().verdict().word());
    }

    private static Answer silent(CountDownLatch asked, CountDownLatch interrupted) {
        asked.countDown();
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException _) {
            interrupted.countDown();
        }
        return new Answer.Unavailable(Answer.Cause.INTERRUPTED, "interrupted");
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void anExecutorThatIsShutDownIsATemporaryError() {
        String message = RSA.sign(DkimVerifierTest.TAGS, DkimVerifierTest.MESSAGE);
        BodyHashes bodies = new BodyHashes();
        DkimVerification verification = begin(
                message,
                VERIFYING.dns(),
                _ -> {
                    throw new RejectedExecutionException();
                },
                bodies);

        assertFalse(bodies.needsMore());
        bodies.finish();
        assertEquals("temperror", verification.finish().getFirst().verdict().word());
    }

    @Test
    void ourOwnMistakesAreNoResults() {
        String message = RSA.sign(DkimVerifierTest.TAGS, DkimVerifierTest.MESSAGE);
        BodyHashes bodies = new BodyHashes();
        DkimVerification verification = begin(message, VERIFYING.dns(), Runnable::run, bodies);
        assertThrows(IllegalStateException.class, verification::finish); // the body has not ended

        BodyHashes others = new BodyHashes();
        DkimVerification broken = begin(
                message,
                (_, _) -> {
                    throw new IllegalArgumentException("a bug in a resolver");
                },
                Runnable::run,
                others);
        others.finish();
        assertThrows(IllegalStateException.class, broken::finish);
    }

    @Test
    @Spec({"RFC 6376 §6.1", "DKV-20", "DKV-31"})
    void onlyReadableSignaturesNeedTheBody() {
        BodyHashes none = new BodyHashes();
        begin(DkimVerifierTest.MESSAGE, VERIFYING.dns(), Runnable::run, none);
        assertFalse(none.needsMore());

        String expired = RSA.sign(DkimVerifierTest.TAGS + "; x=1", DkimVerifierTest.MESSAGE);
        BodyHashes refused = new BodyHashes();
        begin(
                expired.replaceFirst("DKIM", "DKIM-Signature: v=1; nonsense\r\nDKIM"),
                VERIFYING.dns(),
                Runnable::run,
                refused);
        assertFalse(refused.needsMore());

        BodyHashes wanted = new BodyHashes();
        begin(RSA.sign(DkimVerifierTest.TAGS, DkimVerifierTest.MESSAGE), VERIFYING.dns(), Runnable::run, wanted);
        assertTrue(wanted.needsMore());
    }

    @Test
    @Spec({"RFC 6376 §3.9", "RFC 8601 §2.7.1", "RFC 8601 §4", "DKV-33", "DKV-38", "AR-11"})
    void whatIsSaidOfASignature() {
        String tags = DkimVerifierTest.TAGS.replace("s=s;", "s=s; i=someone=40else@mail.example.com;");
        DkimResult result =
                VERIFYING.verify(RSA.sign(tags, DkimVerifierTest.MESSAGE)).getFirst();
        String signature = result.signature().orElseThrow();

        assertEquals("someone@else@mail.example.com", result.identity().orElseThrow());
        assertEquals(8, signature.length());
        assertEquals(
                new ResultInfo(
                        "dkim",
                        1,
                        "pass",
                        Optional.of("testing"),
                        Optional.empty(),
                        List.of(
                                ResultInfo.Property.of("header", "d", "example.com"),
                                ResultInfo.Property.of("header", "i", "@mail.example.com"),
                                ResultInfo.Property.of("header", "s", "s"),
                                ResultInfo.Property.of("header", "a", "rsa-sha256"),
                                ResultInfo.Property.of("header", "b", signature))),
                result.toResultInfo());
    }

    @Test
    @Spec({"RFC 6376 §3.9", "DKV-38"})
    void theStepsSayWhatWasHashedAndWhatDiffered() {
        String message =
                RSA.sign(DkimVerifierTest.TAGS.replace("from:to", "from:to:cc:from"), DkimVerifierTest.MESSAGE);
        List<String> steps =
                VERIFYING.verify(message.replace("you", "them")).getFirst().steps();

        assertEquals("key s._domainkey.example.com: 1024-bit rsa, t=y", steps.getFirst());
        assertEquals("signed fields: from, to", steps.get(1));
        assertEquals("signed as not being there: cc, from", steps.get(2));
        assertTrue(
                steps.get(3).matches("header, relaxed: \\d+ octets; sha256 \\S{44}, the signature verifies"),
                steps.get(3));
        assertTrue(
                steps.get(4).matches("body, relaxed: 13 octets; sha256 computed \\S{44}, signed \\S{44}"),
                steps.get(4));
        assertEquals("body hash did not verify", steps.get(5));
    }

    @ParameterizedTest
    @CsvSource({
        "'AAAAAAAAAAAA', 'AAAAAAAA'",
        "'AAAA', 'AAAA'",
        "'AAAAAAAABBBB AAAAAAAACBBB', 'AAAAAAAAB AAAAAAAAC'",
        "'AAAAAAAABBBB AAAAAAAABBBB', 'AAAAAAAA AAAAAAAA'", // cannot be told apart
        "'AAAA AAAAAAAABBBB AAAAAAAABBBC', 'AAAA AAAAAAAABBBB AAAAAAAABBBC'",
        "'BBBBBBBBBBBB AAAAAAAAAAAA', 'BBBBBBBB AAAAAAAA'",
    })
    @Spec({"RFC 6008 §4", "DKV-38", "AR-12"})
    void enoughOfEachSignatureToTellThemApart(String signatures, String expected) {
        StringBuilder message = new StringBuilder();
        for (String signature : signatures.split(" ")) {
            message.append("DKIM-Signature: v=1; d=example.com; b=")
                    .append(signature, 0, 4)
                    .append("\r\n ")
                    .append(signature.substring(4))
                    .append("\r\n");
        }
        message.append("From: a@example.com\r\n\r\n");

        assertEquals(
                expected,
                String.join(
                        " ",
                        VERIFYING.verify(message.toString()).stream()
                                .map(result -> result.signature().orElse("-"))
                                .toList()));
    }

    @Test
    @Spec({"RFC 8601 §7.1", "AR-11"})
    void nothingOfAFieldIsRepeatedUnlessItIsPlain() {
        String field = "v=1; a=x\"y; d=exa(mple.com; s=\r\n s\\x; b=!; i=a@b";
        ResultInfo info = VERIFYING
                .verify("DKIM-Signature: " + field + "\r\n" + DkimVerifierTest.MESSAGE)
                .getFirst()
                .toResultInfo();

        assertEquals("permerror", info.result());
        assertEquals(List.of(), info.properties());
    }

    /// Takes any octets as the header of a message, and as the value of a signature with a good key: the
    /// target of the
    /// fuzzer.
    public static void fuzz(byte[] octets) {
        String text = new String(octets, StandardCharsets.ISO_8859_1);
        List<UnaryOperator<String>> forms = List.of(
                t -> t,
                t -> "DKIM-Signature:" + t + "\r\nFrom: a@example.com\r\n\r\nbody\r\n",
                t -> RSA.sign(DkimVerifierTest.TAGS, DkimVerifierTest.MESSAGE)
                        .replaceFirst("s=s;", "s=s; " + quoted(t)));
        List<DkimResult> results = new ArrayList<>();
        for (UnaryOperator<String> form : forms) {
            results.addAll(VERIFYING.verify(form.apply(text).getBytes(StandardCharsets.ISO_8859_1)));
        }
        for (DkimResult result : results) {
            ResultInfo info = result.toResultInfo();
            info.properties().forEach(p -> assertTrue(plain(p.value()), p::toString));
            result.steps().forEach(step -> assertTrue(plain(step), step));
        }
    }

    private static String quoted(String text) {
        return Matcher.quoteReplacement(text);
    }

    private static boolean plain(String text) {
        return text.chars().allMatch(c -> c >= ' ' && c <= '~');
    }

    @Test
    @Spec({"RFC 6376 §8.5", "DKV-37"})
    void neverThrows() {
        Fuzzing.run(
                1_500,
                List.of(DkimVerifierTest.TAGS, "DKIM-Signature: v=1; d=example.com\r\nFrom: a@example.com\r\n\r\n"),
                List.of("; ", "=", "i=@", "l=", "\r\n ", "\n", "d=", "h=from", ":", "\u00E9", "\0", "=40", "x=1"),
                DkimVerificationTest::fuzz);
    }
}
