# While the mail store moves, on the night of the 1st of May from 2 to 5 o'clock, senders are asked to come back.
require ["date", "ereject", "relational", "vnd.vidimus.smtp"];

if allof (currentdate :is "date" "2027-05-01",
          currentdate :value "ge" "hour" "02",
          currentdate :value "lt" "hour" "05") {
    ereject :code "451 4.3.2" "We are moving the mail store. Please come back in the morning.";
}
