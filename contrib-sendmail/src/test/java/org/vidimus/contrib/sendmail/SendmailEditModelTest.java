package org.vidimus.contrib.sendmail;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.vidimus.milter.client.EditModelContract;
import org.vidimus.milter.client.MtaProfile;

@Tag("mta")
class SendmailEditModelTest extends EditModelContract {
    SendmailEditModelTest() {
        super(MtaProfile.SENDMAIL);
    }

    @Override
    protected Path rig() {
        return Path.of("rig");
    }
}
