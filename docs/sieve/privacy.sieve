# What our users' programs tell about their computers stays here.
require ["editheader", "environment"];

if environment :is "vnd.vidimus.inside" "authenticated" {
    deleteheader "X-Originating-IP";
    deleteheader "User-Agent";
    deleteheader "X-Mailer";
}
