# DMARC failed and the domain asks for rejection. Lists break signatures; this one we know, and it seals.
require "vnd.vidimus.auth";

if allof (auth_result "dmarc" "fail",
          auth_policy ["reject", "quarantine"],
          anyof (auth_arc_vouches "lists.example.org",
                 auth_result :domain "dkim" "pass" "lists.example.org")) {
    keep;
}
