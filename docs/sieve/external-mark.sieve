# A word at the beginning of the subject of all mail from outside. It changes the header, so it is for a filter
# at the border: what is verified after it is the changed message.
require ["editheader", "environment", "variables"];

if not environment :is "vnd.vidimus.inside" "" {
    stop;
}
if header :contains "subject" "[external]" {
    stop;
}
if header :matches "subject" "*" {
    deleteheader "subject";
    addheader :last "Subject" "[external] ${1}";
} else {
    addheader :last "Subject" "[external]";
}
