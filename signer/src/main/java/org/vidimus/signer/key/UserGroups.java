package org.vidimus.signer.key;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/// The users and groups of this machine, as `/etc/passwd` and `/etc/group` have them. A group that they do not
/// know may have anybody in it.
///
/// Immutable.
final class UserGroups {
    private static final long MAX_BYTES = 8 << 20;
    private static final Path SELF = Path.of("/proc/self");

    private final List<String[]> users;
    private final List<String[]> groups;

    /// @param users the lines of `/etc/passwd`: name, password, uid, gid
    /// @param groups the lines of `/etc/group`: name, password, gid, members
    UserGroups(List<String> users, List<String> groups) {
        this.users = rows(users);
        this.groups = rows(groups);
    }

    static UserGroups ofSystem() throws IOException {
        return new UserGroups(lines(Path.of("/etc/passwd")), lines(Path.of("/etc/group")));
    }

    /// The user that runs this.
    static int self() throws IOException {
        // Linux: the process's own folder belongs to the effective user.
        return Files.getAttribute(SELF.toRealPath(), "unix:uid") instanceof Integer uid ? uid : -1;
    }

    private static List<String> lines(Path file) throws IOException {
        return Files.isRegularFile(file) && Files.size(file) <= MAX_BYTES
                ? Files.readAllLines(file, StandardCharsets.ISO_8859_1)
                : List.of();
    }

    private static List<String[]> rows(List<String> lines) {
        List<String[]> rows = new ArrayList<>();
        for (String line : lines) {
            String[] fields = line.split(":", -1);
            if (fields.length >= 4) {
                rows.add(fields);
            }
        }
        return rows;
    }

    /// The name of a user, or the number of one who has none.
    String user(int uid) {
        return name(users, uid);
    }

    /// The name of a group, or the number of one that has none.
    String group(int gid) {
        return name(groups, gid);
    }

    private static String name(List<String[]> rows, int id) {
        String number = Integer.toString(id);
        return rows.stream()
                .filter(row -> row[2].equals(number))
                .map(row -> row[0])
                .findFirst()
                .orElse(number);
    }

    /// Whether nobody is in the group but users out of `trusted`.
    boolean isWithin(int gid, Set<Integer> trusted) {
        String number = Integer.toString(gid);
        List<String[]> named =
                groups.stream().filter(row -> row[2].equals(number)).toList();
        if (named.isEmpty()) {
            return false;
        }
        for (String[] user : users) {
            if (user[3].equals(number) && !isTrusted(user, trusted)) {
                return false;
            }
        }
        for (String[] group : named) {
            for (String member : Arrays.asList(group[3].split(","))) {
                if (!member.isBlank()
                        && users.stream().noneMatch(user -> user[0].equals(member) && isTrusted(user, trusted))) {
                    return false;
                }
            }
        }
        return true;
    }

    private static boolean isTrusted(String[] user, Set<Integer> trusted) {
        return trusted.stream().anyMatch(uid -> user[2].equals(Integer.toString(uid)));
    }
}
