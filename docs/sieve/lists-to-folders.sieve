# Mail of lists goes into a folder for each, newsletters into one for all of them.
require ["fileinto", "variables"];

if header :matches "list-id" "*<*.*>" {
    set :lower "list" "${2}";
    fileinto "Lists/${list}";
} elsif exists "list-unsubscribe" {
    fileinto "Newsletters";
}
