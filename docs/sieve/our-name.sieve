# Who writes in our name and is not us waits for the postmaster, whatever we publish as our DMARC policy.
require ["fileinto", "vnd.vidimus.auth", "vnd.vidimus.smtp"];

if allof (address :domain "from" ["example.com", "example.org"],
          auth_checked,
          not auth_result "dmarc" "pass") {
    log "in our name, and not from us";
    fileinto "Quarantine";
}
