package org.vidimus.daemon.opendkim;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A configuration and what is interesting to send to it.
///
/// @param name what it is about
/// @param configuration the lines of `opendkim.conf`; `@` is the folder
/// @param files tables by name, `@` as well
/// @param cases messages that are tried besides the generated ones
record Scenario(String name, String configuration, Map<String, String> files, List<Case> cases) {
    /// Domain, Selector and KeyFile of the most simple configuration.
    static final String SINGLE = "Domain example.com\nSelector sel\nKeyFile @/rsa.pem\n";

    /// A KeyTable for most tests.
    static final String KEYS = """
            ka a.example:sa:@/rsa.pem
            kb example.com:sb:@/rsa2.pem
            kc example.com:sc:@/rsa.pem
            kp %:sp:@/rsa.pem
            kf example.com:sf:@/%.pem
            """;

    static Scenario of(String name, String configuration, Case... cases) {
        return new Scenario(name, configuration, Map.of(), List.of(cases));
    }

    Scenario with(String file, String text) {
        Map<String, String> all = new LinkedHashMap<>(files);
        all.put(file, text);
        return new Scenario(name, configuration, all, cases);
    }

    Scenario trying(Case... more) {
        List<Case> all = new ArrayList<>(cases);
        all.addAll(List.of(more));
        return new Scenario(name, configuration, files, all);
    }

    /// Tables of these lines.
    static Scenario tables(String name, String more, String type, String signing, String keys, Case... cases) {
        return of(name, "SigningTable " + type + ":@/st\nKeyTable file:@/kt\n" + more, cases)
                .with("st", signing)
                .with("kt", keys);
    }

    /// Writes everything into `folder`; the path of the configuration.
    Path write(Path folder) throws IOException {
        for (Map.Entry<String, String> file : files.entrySet()) {
            Files.writeString(folder.resolve(file.getKey()), placed(file.getValue(), folder));
        }
        boolean safe = configuration.contains("RequireSafeKeys");
        return Files.writeString(
                folder.resolve("conf"),
                placed(configuration, folder) + (safe ? "" : "RequireSafeKeys no\n") + "Syslog no\n");
    }

    /// `@/` is the folder; an at sign in an address stays.
    private static String placed(String text, Path folder) {
        return text.replace("@/", folder + "/");
    }

    @Override
    public String toString() {
        return name;
    }
}
