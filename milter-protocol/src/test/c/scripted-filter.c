/*
 * A filter on the real libmilter that plays the `filter` section of a transcript (docs/transcripts.md) and logs every
 * callback, so that what libmilter does can be compared with what org.vidimus.milter does.
 *
 *     scripted-filter SOCKET SCRIPT EVENTS
 *
 * SOCKET as libmilter spells it (unix:/path, inet:port@host), SCRIPT the lines of the section, EVENTS the file to write.
 * Prints "listening" on standard output once MTAs can connect. One event a line, "[connection] event", flushed at once.
 */
#include <arpa/inet.h>
#include <ctype.h>
#include <netinet/in.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <libmilter/mfapi.h>

#define MAX_RULES 512
#define MAX_TEXT (1 << 20)

/* One instruction: stage [pattern] action. */
struct rule {
    const char *stage;
    const char *pattern; /* what the stage's subject must match, "*" for stages without one */
    const char *kind;    /* the condition in force: "if", "if-to", "if-macro", "if-no-macro" */
    const char *operand; /* its pattern or macro name */
    const char *action;
};

struct flag {
    const char *name;
    unsigned long bit;
};

/* One connection. */
struct session {
    int number;
    int leadspc;
    unsigned long noreply;
    char sender[4096];
    int recipient_count;
    char *recipients[64];
};

static const struct flag actions[] = {
    {"addhdrs", SMFIF_ADDHDRS},       {"chgbody", SMFIF_CHGBODY},         {"addrcpt", SMFIF_ADDRCPT},
    {"delrcpt", SMFIF_DELRCPT},       {"chghdrs", SMFIF_CHGHDRS},         {"quarantine", SMFIF_QUARANTINE},
    {"chgfrom", SMFIF_CHGFROM},       {"addrcpt_par", SMFIF_ADDRCPT_PAR}, {"setsymlist", SMFIF_SETSYMLIST},
    {"none", 0},                      {NULL, 0},
};

static const struct flag protocol[] = {
    {"noconnect", SMFIP_NOCONNECT}, {"nohelo", SMFIP_NOHELO},     {"nomail", SMFIP_NOMAIL},
    {"norcpt", SMFIP_NORCPT},       {"nobody", SMFIP_NOBODY},     {"nohdrs", SMFIP_NOHDRS},
    {"noeoh", SMFIP_NOEOH},         {"nounknown", SMFIP_NOUNKNOWN}, {"nodata", SMFIP_NODATA},
    {"skip", SMFIP_SKIP},           {"rcpt_rej", SMFIP_RCPT_REJ}, {"nr_connect", SMFIP_NR_CONN},  {"nr_helo", SMFIP_NR_HELO},   {"nr_mail", SMFIP_NR_MAIL},
    {"nr_rcpt", SMFIP_NR_RCPT},     {"nr_data", SMFIP_NR_DATA},   {"nr_unknown", SMFIP_NR_UNKN},
    {"nr_header", SMFIP_NR_HDR},    {"nr_eoh", SMFIP_NR_EOH},     {"nr_body", SMFIP_NR_BODY},
    {NULL, 0},
};

static const struct flag symbol_stages[] = {
    {"connect", SMFIM_CONNECT}, {"helo", SMFIM_HELO}, {"mail", SMFIM_ENVFROM}, {"rcpt", SMFIM_ENVRCPT},
    {"data", SMFIM_DATA},       {"eom", SMFIM_EOM},   {"eoh", SMFIM_EOH},      {NULL, 0},
};

static struct rule rules[MAX_RULES];
static int rule_count;
static int actions_named;
static unsigned long wanted_actions;
static unsigned long wanted_protocol;
static int without_leadspc;
static FILE *events;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int connections;

static void fail(const char *what, const char *detail) {
    fprintf(stderr, "scripted-filter: %s: %s\n", what, detail);
    exit(2);
}

/* ---------- text ---------- */

/* Decodes \r \n \t \s \0 \\ \xHH \{N*C} into a new buffer; *length is without the final NUL. */
static char *decode(const char *text, size_t *length) {
    char *out = malloc(MAX_TEXT);
    size_t n = 0;
    if (out == NULL) {
        fail("memory", text);
    }
    while (*text != '\0' && n < MAX_TEXT - 1) {
        unsigned int value;
        long count;
        char *end;
        if (*text != '\\') {
            out[n++] = *text++;
            continue;
        }
        text++;
        switch (*text) {
        case 'r': out[n++] = '\r'; text++; break;
        case 'n': out[n++] = '\n'; text++; break;
        case 't': out[n++] = '\t'; text++; break;
        case 's': out[n++] = ' '; text++; break;
        case '0': out[n++] = '\0'; text++; break;
        case '\\': out[n++] = '\\'; text++; break;
        case 'x':
            if (sscanf(text + 1, "%2x", &value) != 1) {
                fail("bad escape", text);
            }
            out[n++] = (char)value;
            text += 3;
            break;
        case '{':
            count = strtol(text + 1, &end, 10);
            if (*end != '*' || end[1] == '\0' || end[2] != '}') {
                fail("bad escape", text);
            }
            while (count-- > 0 && n < MAX_TEXT - 1) {
                out[n++] = end[1];
            }
            text = end + 3;
            break;
        default: fail("bad escape", text);
        }
    }
    out[n] = '\0';
    *length = n;
    return out;
}

/* Writes bytes so that one event stays one line: printable ASCII as it is, the rest escaped as decode() reads it. */
static void put_bytes(const char *bytes, size_t length) {
    for (size_t i = 0; i < length; i++) {
        unsigned char c = (unsigned char)bytes[i];
        switch (c) {
        case '\r': fputs("\\r", events); break;
        case '\n': fputs("\\n", events); break;
        case '\t': fputs("\\t", events); break;
        case '\0': fputs("\\0", events); break;
        case '\\': fputs("\\\\", events); break;
        default:
            if (c < 0x20 || c > 0x7e) {
                fprintf(events, "\\x%02x", c);
            } else {
                fputc(c, events);
            }
        }
    }
}

static unsigned long crc32_of(const unsigned char *bytes, size_t length) {
    unsigned long crc = 0xffffffffUL;
    for (size_t i = 0; i < length; i++) {
        crc ^= bytes[i];
        for (int bit = 0; bit < 8; bit++) {
            crc = (crc >> 1) ^ (0xedb88320UL & (0UL - (crc & 1UL)));
        }
    }
    return crc ^ 0xffffffffUL;
}

/* One event: a word, then strings separated by single spaces. */
static void event(const struct session *s, const char *word, ...) {
    va_list strings;
    const char *text;
    pthread_mutex_lock(&lock);
    fprintf(events, "[%d] %s", s->number, word);
    va_start(strings, word);
    while ((text = va_arg(strings, const char *)) != NULL) {
        fputc(' ', events);
        put_bytes(text, strlen(text));
    }
    va_end(strings);
    fputc('\n', events);
    fflush(events);
    pthread_mutex_unlock(&lock);
}

/* ---------- the script ---------- */

/* `pattern` is exact, or a prefix followed by '*'; case matters except for header names. */
static int matches(const char *pattern, const char *subject, int ignore_case) {
    size_t n = strlen(pattern);
    if (n > 0 && pattern[n - 1] == '*') {
        return ignore_case ? strncasecmp(pattern, subject, n - 1) == 0 : strncmp(pattern, subject, n - 1) == 0;
    }
    return ignore_case ? strcasecmp(pattern, subject) == 0 : strcmp(pattern, subject) == 0;
}

static unsigned long bits(const struct flag *table, const char *name) {
    for (const struct flag *f = table; f->name != NULL; f++) {
        if (strcmp(f->name, name) == 0) {
            return f->bit;
        }
    }
    fail("unknown word", name);
    return 0;
}

/* Cuts the next word off *rest. */
static char *word_of(char **rest) {
    char *word = *rest;
    char *space = strchr(word, ' ');
    if (space == NULL) {
        *rest = word + strlen(word);
    } else {
        *space = '\0';
        *rest = space + 1;
    }
    return word;
}

static int has_subject(const char *stage) {
    return strcmp(stage, "connect") == 0 || strcmp(stage, "helo") == 0 || strcmp(stage, "mail") == 0
           || strcmp(stage, "rcpt") == 0 || strcmp(stage, "header") == 0 || strcmp(stage, "unknown") == 0;
}

static void read_script(const char *path) {
    FILE *in = fopen(path, "r");
    static char line[MAX_TEXT];
    const char *kind = "if";
    const char *operand = "*";
    if (in == NULL) {
        fail("cannot read", path);
    }
    while (fgets(line, sizeof line, in) != NULL) {
        line[strcspn(line, "\n")] = '\0';
        if (line[0] == '\0' || line[0] == '#') {
            continue;
        }
        char *rest = strdup(line);
        char *stage = word_of(&rest);
        if (strncmp(stage, "if", 2) == 0) {
            kind = stage;
            operand = rest;
        } else if (strcmp(stage, "actions") == 0) {
            actions_named = 1;
            while (*rest != '\0') {
                wanted_actions |= bits(actions, word_of(&rest));
            }
        } else if (strcmp(stage, "protocol") == 0) {
            while (*rest != '\0') {
                const char *flag = word_of(&rest);
                if (strcmp(flag, "noleadspc") == 0) {
                    without_leadspc = 1;
                } else {
                    wanted_protocol |= bits(protocol, flag);
                }
            }
        } else {
            if (rule_count == MAX_RULES) {
                fail("too many instructions", path);
            }
            struct rule *r = &rules[rule_count++];
            r->stage = stage;
            r->kind = kind;
            r->operand = operand;
            r->pattern = has_subject(stage) ? word_of(&rest) : "*";
            r->action = rest;
        }
    }
    fclose(in);
}

/* ---------- actions ---------- */

static sfsistat reply(SMFICTX *ctx, char *rest) {
    char *code = word_of(&rest);
    char *enhanced = word_of(&rest);
    if (strcmp(enhanced, "-") == 0) {
        enhanced = NULL;
    }
    char *lines[32] = {NULL};
    char doubled[32][2048];
    size_t length;
    int count = 0;
    /* libmilter hands the text to the MTA as it is, and '%' must be doubled on the wire. */
    for (char *line = strtok(decode(rest, &length), "\n"); line != NULL && count < 32; line = strtok(NULL, "\n")) {
        size_t n = 0;
        for (; *line != '\0' && n < sizeof doubled[0] - 2; line++) {
            doubled[count][n++] = *line;
            if (*line == '%') {
                doubled[count][n++] = '%';
            }
        }
        doubled[count][n] = '\0';
        lines[count] = doubled[count];
        count++;
    }
    int status;
    if (count <= 1) {
        status = smfi_setreply(ctx, code, enhanced, lines[0]);
    } else {
        status = smfi_setmlreply(
            ctx, code, enhanced, lines[0], lines[1], lines[2], lines[3], lines[4], lines[5], lines[6], lines[7], NULL);
    }
    if (status != MI_SUCCESS) {
        fprintf(stderr, "scripted-filter: libmilter refused the reply %s %s %s\n", code, enhanced == NULL ? "-" : enhanced, rest);
    }
    return code[0] == '4' ? SMFIS_TEMPFAIL : SMFIS_REJECT;
}

/* `NAME:VALUE`, value exactly as it shall stand after the colon. Without leading-space mode the MTA adds the space. */
static char *field_of(const struct session *s, char *text, char **value) {
    size_t length;
    char *decoded = decode(text, &length);
    char *colon = strchr(decoded, ':');
    if (colon == NULL) {
        fail("no colon in", text);
    }
    *colon = '\0';
    *value = colon + 1;
    if (!s->leadspc && **value == ' ') {
        (*value)++;
    }
    return decoded;
}

static void show(const struct session *s, SMFICTX *ctx, const char *stage, char *names) {
    while (*names != '\0') {
        char *name = word_of(&names);
        const char *value = smfi_getsymval(ctx, name);
        char line[4096];
        snprintf(line, sizeof line, "%s%s%s", name, value == NULL ? " absent" : "=", value == NULL ? "" : value);
        event(s, "macro", stage, line, NULL);
    }
}

/* Whether the edit was one; its result goes to *status. */
static int edit(const struct session *s, SMFICTX *ctx, const char *verb, char *rest, int *status) {
    char *value = NULL;
    size_t length = 0;
    if (strcmp(verb, "insert") == 0) {
        int index = atoi(word_of(&rest));
        char *name = field_of(s, rest, &value);
        *status = smfi_insheader(ctx, index, name, value);
    } else if (strcmp(verb, "add") == 0) {
        char *name = field_of(s, rest, &value);
        *status = smfi_addheader(ctx, name, value);
    } else if (strcmp(verb, "change") == 0) {
        int index = atoi(word_of(&rest));
        char *name = field_of(s, rest, &value);
        *status = smfi_chgheader(ctx, name, index, value);
    } else if (strcmp(verb, "delete") == 0) {
        int index = atoi(word_of(&rest));
        *status = smfi_chgheader(ctx, rest, index, NULL);
    } else if (strcmp(verb, "addrcpt") == 0) {
        char *address = word_of(&rest);
        *status = *rest == '\0' ? smfi_addrcpt(ctx, address) : smfi_addrcpt_par(ctx, address, rest);
    } else if (strcmp(verb, "delrcpt") == 0) {
        *status = smfi_delrcpt(ctx, rest);
    } else if (strcmp(verb, "chgfrom") == 0) {
        char *address = word_of(&rest);
        *status = smfi_chgfrom(ctx, address, *rest == '\0' ? NULL : rest);
    } else if (strcmp(verb, "replbody") == 0) {
        char *body = decode(rest, &length);
        *status = smfi_replacebody(ctx, (unsigned char *)body, (int)length);
    } else if (strcmp(verb, "quarantine") == 0) {
        *status = smfi_quarantine(ctx, decode(rest, &length));
    } else if (strcmp(verb, "progress") == 0) {
        *status = smfi_progress(ctx);
    } else {
        return 0;
    }
    return 1;
}

/* Whether the word is a verdict; it goes to *verdict. */
static int verdict_of(SMFICTX *ctx, const char *verb, char *rest, sfsistat *verdict) {
    if (strcmp(verb, "continue") == 0) {
        *verdict = SMFIS_CONTINUE;
    } else if (strcmp(verb, "accept") == 0) {
        *verdict = SMFIS_ACCEPT;
    } else if (strcmp(verb, "reject") == 0) {
        *verdict = SMFIS_REJECT;
    } else if (strcmp(verb, "tempfail") == 0) {
        *verdict = SMFIS_TEMPFAIL;
    } else if (strcmp(verb, "discard") == 0) {
        *verdict = SMFIS_DISCARD;
    } else if (strcmp(verb, "skip") == 0) {
        *verdict = SMFIS_SKIP;
    } else if (strcmp(verb, "reply") == 0) {
        *verdict = reply(ctx, rest);
    } else {
        return 0;
    }
    return 1;
}

static int holds(const struct rule *r, const struct session *s, SMFICTX *ctx) {
    if (strcmp(r->kind, "if") == 0) {
        return matches(r->operand, s->sender, 0);
    }
    if (strcmp(r->kind, "if-to") == 0) {
        for (int i = 0; i < s->recipient_count; i++) {
            if (matches(r->operand, s->recipients[i], 0)) {
                return 1;
            }
        }
        return 0;
    }
    int present = smfi_getsymval(ctx, (char *)r->operand) != NULL;
    return strcmp(r->kind, "if-macro") == 0 ? present : !present;
}

static void forget_recipients(struct session *s) {
    while (s->recipient_count > 0) {
        free(s->recipients[--s->recipient_count]);
    }
}

/* Runs what the script says for this stage; without a verdict the answer is "go on". */
static sfsistat run(SMFICTX *ctx, const char *stage, const char *subject, unsigned long noreply) {
    struct session *s = smfi_getpriv(ctx);
    int ignore_case = strcmp(stage, "header") == 0;
    for (int i = 0; i < rule_count; i++) {
        const struct rule *r = &rules[i];
        sfsistat verdict;
        int status = MI_SUCCESS;
        if (strcmp(r->stage, stage) != 0 || !matches(r->pattern, subject, ignore_case)
            || !holds(r, s, ctx)) {
            continue;
        }
        char *rest = strdup(r->action);
        char *verb = word_of(&rest);
        if (verdict_of(ctx, verb, rest, &verdict)) {
            return verdict;
        } else if (strcmp(verb, "show") == 0) {
            show(s, ctx, stage, rest);
        } else if (strcmp(verb, "sleep") == 0) {
            usleep((useconds_t)atoi(rest) * 1000);
        } else if (edit(s, ctx, verb, rest, &status)) {
            if (status != MI_SUCCESS) {
                event(s, "refused", stage, r->action, NULL);
            }
        } else {
            fail("unknown action", verb);
        }
    }
    return (s->noreply & noreply) != 0 ? SMFIS_NOREPLY : SMFIS_CONTINUE;
}

/* ---------- callbacks ---------- */

static sfsistat on_negotiate(SMFICTX *ctx, unsigned long f0, unsigned long f1, unsigned long f2, unsigned long f3,
                             unsigned long *pf0, unsigned long *pf1, unsigned long *pf2, unsigned long *pf3) {
    struct session *s = calloc(1, sizeof *s);
    char offer[64];
    if (s == NULL) {
        fail("memory", "session");
    }
    pthread_mutex_lock(&lock);
    s->number = ++connections;
    pthread_mutex_unlock(&lock);
    smfi_setpriv(ctx, s);
    snprintf(offer, sizeof offer, "%lx %lx", f0, f1);
    event(s, "negotiate", offer, NULL);
    *pf0 = actions_named ? (wanted_actions & f0) : f0;
    *pf1 = (wanted_protocol | (without_leadspc ? 0 : SMFIP_HDR_LEADSPC)) & f1;
    *pf2 = 0;
    *pf3 = 0;
    (void)f2;
    (void)f3;
    s->leadspc = (*pf1 & SMFIP_HDR_LEADSPC) != 0;
    /* Asked for, offered or not: libmilter answers "continue" itself where the MTA does not know the bit. */
    *pf1 |= wanted_protocol
            & (SMFIP_NR_CONN | SMFIP_NR_HELO | SMFIP_NR_MAIL | SMFIP_NR_RCPT | SMFIP_NR_DATA | SMFIP_NR_UNKN
               | SMFIP_NR_HDR | SMFIP_NR_EOH | SMFIP_NR_BODY);
    s->noreply = *pf1;
    for (int i = 0; i < rule_count; i++) {
        if (strcmp(rules[i].stage, "symbols") == 0) {
            char *rest = strdup(rules[i].action);
            unsigned long stage = bits(symbol_stages, word_of(&rest));
            *pf0 |= SMFIF_SETSYMLIST;
            if (smfi_setsymlist(ctx, (int)stage, rest) != MI_SUCCESS) {
                event(s, "refused symbols", rules[i].action, NULL);
            }
        }
    }
    return SMFIS_CONTINUE;
}

static sfsistat on_connect(SMFICTX *ctx, char *host, _SOCK_ADDR *address) {
    char text[INET6_ADDRSTRLEN] = "";
    char port[8] = "";
    struct session *s = smfi_getpriv(ctx);
    if (address == NULL) {
        event(s, "connect", host, "unknown", NULL);
    } else if (address->sa_family == AF_INET) {
        const struct sockaddr_in *in = (const struct sockaddr_in *)address;
        snprintf(port, sizeof port, "%u", ntohs(in->sin_port));
        event(s, "connect", host, "inet", inet_ntop(AF_INET, &in->sin_addr, text, sizeof text), port, NULL);
    } else if (address->sa_family == AF_INET6) {
        const struct sockaddr_in6 *in = (const struct sockaddr_in6 *)address;
        snprintf(port, sizeof port, "%u", ntohs(in->sin6_port));
        event(s, "connect", host, "inet6", inet_ntop(AF_INET6, &in->sin6_addr, text, sizeof text), port, NULL);
    } else {
        event(s, "connect", host, "unix", ((const struct sockaddr_un *)address)->sun_path, NULL);
    }
    return run(ctx, "connect", host, SMFIP_NR_CONN);
}

static sfsistat on_helo(SMFICTX *ctx, char *name) {
    event(smfi_getpriv(ctx), "helo", name, NULL);
    return run(ctx, "helo", name, SMFIP_NR_HELO);
}

static sfsistat on_envelope(SMFICTX *ctx, const char *stage, char **arguments, unsigned long noreply) {
    struct session *s = smfi_getpriv(ctx);
    pthread_mutex_lock(&lock);
    fprintf(events, "[%d] %s", s->number, stage);
    for (char **a = arguments; *a != NULL; a++) {
        fputc(' ', events);
        put_bytes(*a, strlen(*a));
    }
    fputc('\n', events);
    fflush(events);
    pthread_mutex_unlock(&lock);
    return run(ctx, stage, arguments[0], noreply);
}

static sfsistat on_mail(SMFICTX *ctx, char **arguments) {
    struct session *s = smfi_getpriv(ctx);
    snprintf(s->sender, sizeof s->sender, "%s", arguments[0]);
    forget_recipients(s);
    return on_envelope(ctx, "mail", arguments, SMFIP_NR_MAIL);
}

static sfsistat on_rcpt(SMFICTX *ctx, char **arguments) {
    struct session *s = smfi_getpriv(ctx);
    if (s->recipient_count < 64) {
        s->recipients[s->recipient_count++] = strdup(arguments[0]);
    }
    return on_envelope(ctx, "rcpt", arguments, SMFIP_NR_RCPT);
}

static sfsistat on_data(SMFICTX *ctx) {
    event(smfi_getpriv(ctx), "data", NULL);
    return run(ctx, "data", "", SMFIP_NR_DATA);
}

static sfsistat on_unknown(SMFICTX *ctx, const char *line) {
    event(smfi_getpriv(ctx), "unknown", line, NULL);
    return run(ctx, "unknown", line, SMFIP_NR_UNKN);
}

static sfsistat on_header(SMFICTX *ctx, char *name, char *value) {
    const struct session *s = smfi_getpriv(ctx);
    pthread_mutex_lock(&lock);
    fprintf(events, "[%d] header ", s->number);
    put_bytes(name, strlen(name));
    fputc(':', events);
    put_bytes(value, strlen(value));
    fputc('\n', events);
    fflush(events);
    pthread_mutex_unlock(&lock);
    return run(ctx, "header", name, SMFIP_NR_HDR);
}

static sfsistat on_eoh(SMFICTX *ctx) {
    event(smfi_getpriv(ctx), "eoh", NULL);
    return run(ctx, "eoh", "", SMFIP_NR_EOH);
}

static sfsistat on_body(SMFICTX *ctx, unsigned char *bytes, size_t length) {
    const struct session *s = smfi_getpriv(ctx);
    pthread_mutex_lock(&lock);
    fprintf(events, "[%d] body %zu ", s->number, length);
    if (length <= 60) {
        put_bytes((const char *)bytes, length);
    } else {
        fprintf(events, "crc %08lx", crc32_of(bytes, length));
    }
    fputc('\n', events);
    fflush(events);
    pthread_mutex_unlock(&lock);
    return run(ctx, "body", "", SMFIP_NR_BODY);
}

static sfsistat on_eom(SMFICTX *ctx) {
    event(smfi_getpriv(ctx), "eom", NULL);
    return run(ctx, "eom", "", 0);
}

static sfsistat on_abort(SMFICTX *ctx) {
    event(smfi_getpriv(ctx), "abort", NULL);
    return SMFIS_CONTINUE;
}

static sfsistat on_close(SMFICTX *ctx) {
    struct session *s = smfi_getpriv(ctx);
    /* libmilter calls close also for a connection that never negotiated. */
    if (s != NULL) {
        event(s, "close", NULL);
        forget_recipients(s);
        s->sender[0] = '\0';
        /* Not freed: after QUIT_NC the connection goes on, and close cannot tell. */
    }
    return SMFIS_CONTINUE;
}

int main(int argc, char **argv) {
    struct smfiDesc filter = {
        "scripted",
        SMFI_VERSION,
        SMFIF_ADDHDRS | SMFIF_CHGBODY | SMFIF_ADDRCPT | SMFIF_DELRCPT | SMFIF_CHGHDRS | SMFIF_QUARANTINE
            | SMFIF_CHGFROM | SMFIF_ADDRCPT_PAR | SMFIF_SETSYMLIST,
        on_connect,
        on_helo,
        on_mail,
        on_rcpt,
        on_header,
        on_eoh,
        on_body,
        on_eom,
        on_abort,
        on_close,
        on_unknown,
        on_data,
        on_negotiate,
    };
    if (argc != 4) {
        fail("usage", "scripted-filter SOCKET SCRIPT EVENTS");
    }
    read_script(argv[2]);
    events = fopen(argv[3], "w");
    if (events == NULL) {
        fail("cannot write", argv[3]);
    }
    if (smfi_setconn(argv[1]) != MI_SUCCESS || smfi_register(filter) != MI_SUCCESS
        || smfi_opensocket(1) != MI_SUCCESS) {
        fail("cannot listen on", argv[1]);
    }
    puts("listening");
    fflush(stdout);
    return smfi_main() == MI_SUCCESS ? 0 : 1;
}
