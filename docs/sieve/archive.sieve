# A copy of what sales and a customer write to each other goes to the archive, whoever else gets it.
require ["copy", "envelope"];

if anyof (envelope :is "from" "sales@example.com", envelope :is "to" "sales@example.com") {
    redirect :copy "archive@example.com";
}
