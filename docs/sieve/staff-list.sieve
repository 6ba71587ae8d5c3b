# Only our own people may write to the list of all staff: who logged in at our server, or writes from one of our
# addresses and DMARC agrees.
require ["envelope", "environment", "ereject", "vnd.vidimus.auth"];

if not envelope :is "to" "staff@example.com" {
    stop;
}
if environment :is "vnd.vidimus.inside" ["authenticated", "local"] {
    stop;
}
if allof (address :domain "from" "example.com", auth_result "dmarc" "pass") {
    stop;
}
ereject "Only members of the staff can write to this address.";
