package org.vidimus.signer.key;

/// How strictly the owner and the mode of a key's file, and of the folders above it, are judged.
public enum KeySafety {
    /// A file that others can read or change is refused, with the command that helps.
    ///
    /// The owner is root or the user that runs this; nobody else may read or change the file; nobody else may
    /// change a folder above it, except that in a folder with the sticky bit, such as `/tmp`, others cannot
    /// replace what is not theirs. "Else" leaves out a group that nobody but these is in, so that `root:vidimus
    /// 0640` is fine where the group is the service's own. Whoever runs this as root may read the keys of any
    /// owner.
    REQUIRED,
    /// The same is said, and the key is used: OpenDKIM's `RequireSafeKeys no`.
    ADVISED
}
