# The fax gateway takes small messages only, and everybody is told before a large one is accepted.
require ["envelope", "ereject", "vnd.vidimus.smtp"];

if allof (envelope :localpart "to" "fax", size :over 5M) {
    ereject :code "552 5.3.4" "The fax gateway takes messages of up to 5 MB.";
}
