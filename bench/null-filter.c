/*
 * The cost of the milter protocol on libmilter: sees every event, answers none that need not be answered, adds one
 * header field. The counterpart of NullFilter.java.
 *
 *   cc -O2 -o null-filter null-filter.c -lmilter -lpthread && ./null-filter local:/path
 */
#include <libmilter/mfapi.h>
#include <stdio.h>
#include <string.h>

static sfsistat on_connect(SMFICTX *ctx, char *host, _SOCK_ADDR *address)
{
	(void)ctx;
	(void)host;
	(void)address;
	return SMFIS_NOREPLY;
}

static sfsistat on_text(SMFICTX *ctx, char *text)
{
	(void)ctx;
	(void)text;
	return SMFIS_NOREPLY;
}

static sfsistat on_address(SMFICTX *ctx, char **arguments)
{
	(void)ctx;
	(void)arguments;
	return SMFIS_NOREPLY;
}

static sfsistat on_header(SMFICTX *ctx, char *name, char *value)
{
	(void)ctx;
	(void)name;
	(void)value;
	return SMFIS_NOREPLY;
}

static sfsistat on_event(SMFICTX *ctx)
{
	(void)ctx;
	return SMFIS_NOREPLY;
}

static sfsistat on_body(SMFICTX *ctx, unsigned char *chunk, size_t length)
{
	(void)ctx;
	(void)chunk;
	(void)length;
	return SMFIS_NOREPLY;
}

static sfsistat on_end(SMFICTX *ctx)
{
	return smfi_addheader(ctx, "X-Null", " yes") == MI_SUCCESS ? SMFIS_CONTINUE : SMFIS_TEMPFAIL;
}

static sfsistat on_negotiate(SMFICTX *ctx, unsigned long f0, unsigned long f1, unsigned long f2, unsigned long f3,
	unsigned long *p0, unsigned long *p1, unsigned long *p2, unsigned long *p3)
{
	(void)ctx;
	(void)f0;
	(void)f2;
	(void)f3;
	*p0 = SMFIF_ADDHDRS;
	*p1 = f1 & (SMFIP_NR_CONN | SMFIP_NR_HELO | SMFIP_NR_MAIL | SMFIP_NR_RCPT | SMFIP_NR_DATA | SMFIP_NR_HDR |
		SMFIP_NR_EOH | SMFIP_NR_BODY | SMFIP_NOUNKNOWN | SMFIP_HDR_LEADSPC);
	*p2 = 0;
	*p3 = 0;
	return SMFIS_CONTINUE;
}

int main(int argc, char **argv)
{
	struct smfiDesc filter;
	char socket[256];

	if (argc != 2 || strlen(argv[1]) >= sizeof socket) {
		fprintf(stderr, "usage: %s SOCKET\n", argv[0]);
		return 2;
	}
	strcpy(socket, argv[1]);
	memset(&filter, 0, sizeof filter);
	filter.xxfi_name = "null";
	filter.xxfi_version = SMFI_VERSION;
	filter.xxfi_flags = SMFIF_ADDHDRS;
	filter.xxfi_connect = on_connect;
	filter.xxfi_helo = on_text;
	filter.xxfi_envfrom = on_address;
	filter.xxfi_envrcpt = on_address;
	filter.xxfi_data = on_event;
	filter.xxfi_header = on_header;
	filter.xxfi_eoh = on_event;
	filter.xxfi_body = on_body;
	filter.xxfi_eom = on_end;
	filter.xxfi_negotiate = on_negotiate;
	if (smfi_setconn(socket) == MI_FAILURE || smfi_register(filter) == MI_FAILURE)
		return 1;
	return smfi_main();
}
