# What contrib-postfix/rig and contrib-sendmail/rig share. Sourced by their scripts, never run.
#
# The mail servers come from Debian's packages, unpacked into a cache and never installed. A run sees the host's file
# system with the packages laid over it, in namespaces of its own for mounts, process ids and the host name. The network
# is the host's, so that filters and sinks are reached on loopback.
#
# A run lives as long as its standard input is open: whoever started it, a test or a shell, may die in any way, and the
# pipe breaks, process 1 of the namespace ends, and the kernel kills what it contained.

umask 022

# unavailable REASON: not a fault of the run, this machine cannot do it. Tests know the exit code and skip.
unavailable() { echo "$(basename "$(dirname "$RIG")")/rig: $*" >&2; exit 77; }

die() { echo "$(basename "$(dirname "$RIG")")/rig: $*" >&2; exit 1; }

cache_of() { echo "${VIDIMUS_MTA_CACHE:-${XDG_CACHE_HOME:-${HOME:-/root}/.cache}/vidimus/mta}/$1"; }

# fetch NAME PACKAGE...: unpacks the packages, and what they need that the host lacks, into the cache as NAME.
fetch() {
  local cache wanted=${*:2} deb
  cache=$(cache_of "$1")
  [ "$(cat "$cache/complete" 2>/dev/null)" = "$wanted" ] && return
  [ "$(id -u)" = 0 ] || unavailable "fetching needs root"
  for tool in apt-get dpkg-deb tar flock; do
    command -v $tool >/dev/null || unavailable "fetching needs $tool: only Debian and its derivatives have the packages"
  done
  mkdir -p "$cache" || unavailable "cannot write $cache; set VIDIMUS_MTA_CACHE"
  exec 9>"$cache/lock"
  flock 9
  [ "$(cat "$cache/complete" 2>/dev/null)" = "$wanted" ] && return
  rm -rf "$cache/complete" "$cache/debs" "$cache/root"
  mkdir -p "$cache/debs/partial" "$cache/root/usr"
  # --reinstall: also those that the host has, for a run must not depend on the host's configuration of them.
  apt-get -q -y --no-install-recommends --reinstall --download-only -o Dir::Cache::archives="$cache/debs" \
    install $wanted >"$cache/apt.log" 2>&1 ||
    { tail -n 5 "$cache/apt.log" >&2; unavailable "apt-get cannot download '$wanted' ('apt-get update' first?)"; }
  # Some packages still ship /bin and /lib, which are links into /usr on the host and must stay so.
  for dir in bin sbin lib; do mkdir "$cache/root/usr/$dir"; ln -s usr/$dir "$cache/root/$dir"; done
  for deb in "$cache"/debs/*.deb; do
    dpkg-deb --fsys-tarfile "$deb" | tar -x --keep-directory-symlink -C "$cache/root" || die "cannot unpack $deb"
  done
  rm -rf "$cache/debs"
  echo "$wanted" >"$cache/complete"
}

usage_common() {
  cat <<'USAGE'
  --dir DIR            an existing folder for this run's files; visible inside at the same path (needed)
  --port PORT          where to listen on 127.0.0.1 (needed)
  --relay HOST:PORT    where all accepted mail goes (needed)
  --milter SOCKET      inet:HOST:PORT or unix:/PATH; repeat for a chain
  --default-action A   when a filter fails: accept, reject, tempfail (default)
  --timeouts C,M,E     seconds to wait for a filter: to connect, for a command, for the end of the message
  --tls                offer STARTTLS with a self-signed certificate, DIR/tls/cert.pem
  --auth USER:SECRET   offer AUTH PLAIN and LOGIN to this user
  --config LINE        a line at the end of the configuration; repeat

Says READY when SMTP is served; the log follows on standard output. Ends when standard input does.
USAGE
}

# parse ARGUMENT...: fills the variables below; what it does not know goes to the script's own option().
MILTERS=() CONFIG=() ACTION=tempfail TIMEOUTS=30,30,300 TLS= AUTH= DIR= PORT= RELAY=
parse() {
  while [ $# -gt 0 ]; do
    case $1 in
      -h | --help) usage; exit ;;
      --tls) TLS=1; shift; continue ;;
    esac
    [ $# -ge 2 ] || die "$1 needs a value"
    case $1 in
      --dir) DIR=$2 ;;
      --port) PORT=$2 ;;
      --relay) RELAY=$2 ;;
      --milter) MILTERS+=("$2") ;;
      --default-action) ACTION=$2 ;;
      --timeouts) TIMEOUTS=$2 ;;
      --auth) AUTH=$2 ;;
      --config) CONFIG+=("$2") ;;
      *) option "$1" "$2" ;;
    esac
    shift 2
  done
  [ -d "$DIR" ] && [ "$PORT" ] && [ "$RELAY" ] || { usage >&2; exit 2; }
  case $DIR in *[,:\ ]* | [!/]*) die "--dir must be an absolute path without comma, colon and blank" ;; esac
  ROOT=$DIR/fs/root
}

# listening PORT: whether something listens there, without connecting, for filters would see that session.
listening() { grep -q "$(printf ':%04X 00000000:0000 0A' "$1")" /proc/net/tcp; }

# The half outside: starts the same script in its namespaces and outlives it only to clean up.
outside() {
  [ "$(id -u)" = 0 ] || unavailable "needs root: namespaces and an overlay of /"
  unshare --mount --uts --pid --fork true || unavailable "no new namespaces here"
  "$RIG/fetch" || exit
  rm -f "$DIR/pid"
  listening "$PORT" && die "port $PORT is taken"
  mkdir -p "$DIR/fs"
  RIG_INSIDE=1 setpriv --pdeathsig KILL unshare --mount --uts --pid --fork --kill-child -- "$0" "$@" <&0 &
  # shellcheck disable=SC2064
  trap "kill -KILL $! 2>/dev/null" TERM INT HUP
  wait $!
}

# The half inside, process 1. The script defines configure, launch (leaves $! set), users and CALLER.
inside() {
  # /proc is still the host's, so this is the number by which exec finds us.
  local pid _
  read -r pid _ </proc/self/stat
  # Both MTAs close every possible descriptor when they start, a million system calls where the limit is high.
  ulimit -n 4096
  lay_over
  accounts
  sockets
  syslog
  [ "$TLS" ] && certificate
  configure
  launch
  local mta=$!
  until listening "$PORT"; do
    kill -0 $mta 2>/dev/null || died "did not start"
    sleep 0.02
  done
  echo "$pid" >"$DIR/pid"
  echo READY
  exec perl -e "$WATCH" "$mta" "$(basename "$(dirname "$RIG")")/rig: $NAME"
}

# Ends with whichever ends first: the MTA, or the interest in it. Not with bash's `wait -n`: that loses the child which
# ends while it counts another one, such as a process that Sendmail forked and left to process 1, and waits for good.
# What the MTA said last is still in the log's socket when it has ended, and needs a moment to be printed.
WATCH='
  my ($mta, $name) = @ARGV;
  my $reader = fork // die "fork: $!\n";
  if (!$reader) { 1 while sysread STDIN, my $octets, 4096; exit }
  my $ended = kill(0, $mta) ? wait : $mta;
  $ended = wait until $ended == $mta || $ended == $reader;
  exit if $ended == $reader;
  select undef, undef, undef, 0.1;
  die "$name ended by itself\n";
'

# Its last words are still in the log's socket.
died() { sleep 0.1; die "$NAME $*"; }

# The host's root, and above it in memory the packages and all that the run writes. The packages are copied because
# layers may not lie within each other, and the cache lies below /.
lay_over() {
  local fs=$DIR/fs node
  mount -t tmpfs -o size=1g rig "$fs"
  mkdir "$fs"/{work,root}
  cp -a "$(cache_of "$NAME")/root" "$fs/upper"
  mount -t overlay -o "lowerdir=/,upperdir=$fs/upper,workdir=$fs/work" overlay "$ROOT" ||
    unavailable "no overlay file system here"
  mount -t proc proc "$ROOT/proc"
  mount -t tmpfs -o mode=1777 tmp "$ROOT/tmp"
  mount -t tmpfs -o mode=755 run "$ROOT/run"
  # The host may have such an MTA too, with mail in its queue.
  mount -t tmpfs -o mode=755 spool "$ROOT/var/spool"
  mount -t tmpfs -o mode=755 dev "$ROOT/dev"
  for node in null zero full random urandom tty; do
    touch "$ROOT/dev/$node"
    mount --bind "/dev/$node" "$ROOT/dev/$node"
  done
  ln -s /proc/self/fd "$ROOT/dev/fd"
  mkdir -p "$ROOT$DIR"
  mount --bind "$DIR" "$ROOT$DIR"
  # The host name and its address are known without DNS; the filter sees localhost as the client's name.
  echo mx.example.com >"$ROOT/proc/sys/kernel/hostname"
  printf '127.0.0.1 localhost\n127.0.0.1 mx.example.com mx\n' | replace /etc/hosts
  printf 'passwd: files\ngroup: files\nshadow: files\nhosts: files\nservices: files\n' | replace /etc/nsswitch.conf
  echo 'nameserver 127.0.0.1' | replace /etc/resolv.conf
  echo mx.example.com | replace /etc/mailname
}

# replace PATH: the file becomes standard input, also where the host has a link there.
replace() { rm -f "$ROOT$1"; mkdir -p "$(dirname "$ROOT$1")"; cat >"$ROOT$1"; }

in_root() { chroot "$ROOT" "$@"; }

# users prints NAME:UID lines; each also names a group with the same number.
accounts() {
  local name id
  users | while IFS=: read -r name id; do
    sed -i "/^$name:/d" "$ROOT/etc/passwd" "$ROOT/etc/group"
    echo "$name:x:$id:$id::/nonexistent:/usr/sbin/nologin" >>"$ROOT/etc/passwd"
    echo "$name:x:$id:" >>"$ROOT/etc/group"
  done
}

# Makes the folders of unix sockets visible, for a socket is the same one through a bind mount but not through an overlay,
# and rewrites MILTERS to where they are: on a path that any user may walk and only root may change, as Sendmail demands.
# The folder itself keeps its owner and mode; CALLER, the script's, is the user as whom the MTA calls.
sockets() {
  local i inside outside
  for i in "${!MILTERS[@]}"; do
    case ${MILTERS[i]} in
      inet:*:*) continue ;;
      unix:/*) outside=$(dirname "${MILTERS[i]#unix:}") ;;
      *) die "'${MILTERS[i]}' is neither inet:HOST:PORT nor unix:/PATH" ;;
    esac
    [ -d "$outside" ] || die "no folder $outside for a filter's socket"
    inside=/run/filters/$i
    mkdir -p "$ROOT$inside"
    mount --bind "$outside" "$ROOT$inside"
    in_root setpriv --reuid "$CALLER" --regid "$CALLER" --clear-groups test -x "$inside" ||
      die "user $CALLER may not enter $outside"
    MILTERS[i]=unix:$inside/$(basename "${MILTERS[i]}")
  done
}

# A listener on /dev/log writes the lines to standard output, without the priority.
syslog() {
  perl -MIO::Socket::UNIX -e '
    $| = 1;
    my $log = IO::Socket::UNIX->new(Type => SOCK_DGRAM, Local => $ARGV[0]) or die "$ARGV[0]: $!\n";
    chmod 0666, $ARGV[0];
    while (defined $log->recv(my $line, 65536)) { $line =~ s/^<\d+>//; $line =~ s/[\n\0]*$/\n/; print $line }
  ' "$ROOT/dev/log" </dev/null &
  until [ -S "$ROOT/dev/log" ]; do
    kill -0 $! 2>/dev/null || die "no listener on /dev/log"
    sleep 0.01
  done
}

certificate() {
  mkdir -p "$DIR/tls"
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 30 -subj /CN=mx.example.com \
    -addext subjectAltName=DNS:mx.example.com,DNS:localhost,IP:127.0.0.1 \
    -keyout "$DIR/tls/key.pem" -out "$DIR/tls/cert.pem" 2>/dev/null || die "openssl cannot make a certificate"
}

# secret FILE OWNER: Cyrus SASL's own database with the one user of --auth.
secret() {
  mkdir -p "$ROOT$(dirname "$1")"
  printf '%s' "${AUTH#*:}" | in_root saslpasswd2 -c -p -f "$1" -u mx.example.com "${AUTH%%:*}"
  in_root chown "$2" "$1"
}
