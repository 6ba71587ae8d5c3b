package org.vidimus.contrib.postfix;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.vidimus.milter.client.EditModelContract;
import org.vidimus.milter.client.MtaProfile;

@Tag("mta")
class PostfixEditModelTest extends EditModelContract {
    PostfixEditModelTest() {
        super(MtaProfile.POSTFIX);
    }

    @Override
    protected Path rig() {
        return Path.of("rig");
    }
}
