/*
 * libopendkim as a verifier of many messages; see PeersTest.
 *
 *   libopendkim-peer KEYS FOLDER      reads lines "NAME"
 *
 * KEYS is libopendkim's own format for tests: name, white space, record. For each line of standard input it prints NAME
 * and a word for each signature.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <stdbool.h>
#include <sys/types.h>
#include <opendkim/dkim.h>

static unsigned char buffer[8 << 20];

static void verify(DKIM_LIB *lib, const char *folder, const char *name)
{
	char path[4096];
	snprintf(path, sizeof path, "%s/%s", folder, name);
	FILE *file = fopen(path, "rb");
	if (file == NULL) {
		perror(path);
		exit(1);
	}
	size_t length = fread(buffer, 1, sizeof buffer, file);
	fclose(file);
	printf("%s", name);
	DKIM_STAT status;
	DKIM *dkim = dkim_verify(lib, (unsigned char *) name, NULL, &status);
	status = dkim_chunk(dkim, buffer, length);
	if (status == DKIM_STAT_OK)
		status = dkim_chunk(dkim, NULL, 0);
	if (status == DKIM_STAT_OK)
		dkim_eom(dkim, NULL);
	DKIM_SIGINFO **signatures = NULL;
	int count = 0;
	if (dkim_getsiglist(dkim, &signatures, &count) == DKIM_STAT_OK) {
		for (int i = 0; i < count; i++) {
			/* the end of a message stops at the first good signature */
			if (dkim_sig_getbh(signatures[i]) == DKIM_SIGBH_UNTESTED)
				dkim_sig_process(dkim, signatures[i]);
			unsigned int flags = dkim_sig_getflags(signatures[i]);
			bool passed = (flags & DKIM_SIGFLAG_PASSED) != 0
				&& dkim_sig_getbh(signatures[i]) == DKIM_SIGBH_MATCH
				&& dkim_sig_geterror(signatures[i]) == DKIM_SIGERROR_OK;
			printf(" %s", passed ? "pass" : "no");
		}
	}
	printf("\n");
	fflush(stdout);
	dkim_free(dkim);
}

int main(int argc, char **argv)
{
	if (argc != 3)
		return 2;
	DKIM_LIB *lib = dkim_init(NULL, NULL);
	dkim_query_t method = DKIM_QUERY_FILE;
	dkim_options(lib, DKIM_OP_SETOPT, DKIM_OPTS_QUERYMETHOD, &method, sizeof method);
	dkim_options(lib, DKIM_OP_SETOPT, DKIM_OPTS_QUERYINFO, argv[1], strlen(argv[1]));
	char name[256];
	while (fgets(name, sizeof name, stdin) != NULL) {
		name[strcspn(name, "\n")] = 0;
		verify(lib, argv[2], name);
	}
	dkim_close(lib);
	return 0;
}
