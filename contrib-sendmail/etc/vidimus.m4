dnl Vidimus in Sendmail: copy to /etc/mail/vidimus.m4, add to sendmail.mc before the MAILER lines
dnl   include(`/etc/mail/vidimus.m4')dnl
dnl then make -C /etc/mail and restart Sendmail.
dnl
dnl The socket: over TCP, or unix:/run/vidimus/milter.sock (see contrib-sendmail/README.md for who may open it).
ifdef(`VIDIMUS_SOCKET', `dnl', `define(`VIDIMUS_SOCKET', `inet:8891@127.0.0.1')dnl')
dnl F=T: when the filter cannot be reached or breaks off, 4xx, the sender comes back. R rejects, 4 ends the session with
dnl 421, nothing at all lets the mail pass unseen.
ifdef(`VIDIMUS_FAILURE', `dnl', `define(`VIDIMUS_FAILURE', `F=T, ')dnl')
dnl Connect, send, receive, and the wait for the end of the message, which progress messages extend.
ifdef(`VIDIMUS_TIMEOUTS', `dnl', `define(`VIDIMUS_TIMEOUTS', `C:30s;S:30s;R:30s;E:5m')dnl')
INPUT_MAIL_FILTER(`vidimus', `S=VIDIMUS_SOCKET, VIDIMUS_FAILURE`'T=VIDIMUS_TIMEOUTS')dnl
dnl What is signed must not be changed afterwards. By default Sendmail puts quotes around names with a dot or an
dnl apostrophe (Pat O'Brien) when it delivers, and converts 8-bit text for a server without 8BITMIME.
define(`confMUST_QUOTE_CHARS', `')dnl
MODIFY_MAILER_FLAGS(`SMTP', `+8')dnl
MODIFY_MAILER_FLAGS(`ESMTP', `+8')dnl
MODIFY_MAILER_FLAGS(`DSMTP', `+8')dnl
