# At delivery: jane+shop@example.com is for the folder "shop", if there is one.
require ["envelope", "fileinto", "mailbox", "subaddress", "variables"];

if envelope :matches :detail "to" "*" {
    set :lower "folder" "${1}";
    if mailboxexists "${folder}" {
        fileinto "${folder}";
    }
}
