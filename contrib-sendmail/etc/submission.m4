dnl Submission by users who log in: add to sendmail.mc, with FEATURE(`no_default_msa')dnl in front.
dnl {daemon_name} is MSA, for roles.sign = ["MSA"].
DAEMON_OPTIONS(`Name=MSA, Port=submission, M=Ea')dnl
