package org.vidimus.milter.transcript;

import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.vidimus.milter.client.MtaProfile;
import org.vidimus.milter.net.Transport;

/// All transcripts on our own MTA side, with our filter and with libmilter's.
@TestInstance(Lifecycle.PER_CLASS)
class ClientTranscriptsTest {
    private final Transport transport = Transport.open(1);

    @AfterAll
    void close() {
        transport.close();
    }

    @TestFactory
    Stream<DynamicTest> asPostfix() throws IOException {
        return Performance.tests(new ClientTarget(MtaProfile.POSTFIX, transport));
    }

    @TestFactory
    Stream<DynamicTest> asSendmail() throws IOException {
        return Performance.tests(new ClientTarget(MtaProfile.SENDMAIL, transport));
    }

    @TestFactory
    Stream<DynamicTest> goMilterAsPostfix() throws IOException {
        return Performance.goMilter(new ClientTarget(MtaProfile.POSTFIX, transport));
    }

    @TestFactory
    Stream<DynamicTest> goMilterAsSendmail() throws IOException {
        return Performance.goMilter(new ClientTarget(MtaProfile.SENDMAIL, transport));
    }
}
