# Shared by the scripts beside it; bash.
set -euo pipefail
BENCH=$(dirname "$(readlink -f "${BASH_SOURCE[1]}")")
ROOT=$(dirname "$BENCH")
WORK=$(mktemp -d "${TMPDIR:-/tmp}/vidimus-bench.XXXXXX")
PIDS=()

finish() {
  local pid
  for pid in "${PIDS[@]}"; do
    kill "$pid" 2>/dev/null && wait "$pid" 2>/dev/null || true
  done
  rm -rf "$WORK"
}
trap finish EXIT

# Waits for a socket file or for a line in a log, at most 30 s.
await() {
  local i
  for ((i = 0; i < 300; i++)); do
    "$@" >/dev/null 2>&1 && return
    sleep 0.1
  done
  echo "$(basename "$0"): waited in vain for: $*" >&2
  exit 1
}

# A message of about 2 KB with twelve header fields.
message() {
  local i
  printf 'From: Ann <ann@example.org>\nTo: bob@example.com\nSubject: a message\n'
  printf 'Date: Mon, 23 Nov 2026 10:00:00 +0000\nMessage-ID: <1@example.org>\n'
  for i in 1 2 3 4 5 6 7; do printf 'X-Field-%d: the value of header field number %d\n' "$i" "$i"; done
  printf '\n'
  for ((i = 0; i < 34; i++)); do printf 'This is a line of text in the body of the message.\n'; done
}

# Milliseconds of CPU a process has used.
cpu() { awk '{ print ($14 + $15) * 1000 / '"$(getconf CLK_TCK)"' }' "/proc/$1/stat"; }

# The first Java 25 or newer of those the launcher looks at.
find_java() {
  local home
  for home in "${JAVA_HOME:-}" /usr/lib/jvm/* /opt/*; do
    [ -x "$home/bin/java" ] && grep -qE '^JAVA_VERSION="(2[5-9]|[3-9][0-9])' "$home/release" 2>/dev/null && {
      echo "$home/bin/java"
      return
    }
  done
  echo "$(basename "$0"): needs a Java 25" >&2
  exit 1
}

# Runs the benchmark NAMEBenchmark of jmh/ with further options of JMH.
run_jmh() {
  local name=$1 java version path
  shift
  java=$(find_java)
  version=$(sed -n 's:.*<jmh.version>\(.*\)</jmh.version>.*:\1:p' "$ROOT/pom.xml")
  cd "$ROOT" || exit
  {
    mvn -q -B -ntp -P '!format' compile dependency:build-classpath -Dmdep.outputFile="$WORK/class-path" -pl policy-engine
    # JMH stays out of the build: neither the jars nor the tests know of it.
    cat >"$WORK/pom.xml" <<POM
<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion>
<groupId>org.vidimus</groupId><artifactId>jmh</artifactId><version>0</version><dependencies>
<dependency><groupId>org.openjdk.jmh</groupId><artifactId>jmh-generator-annprocess</artifactId>
<version>$version</version></dependency></dependencies></project>
POM
    mvn -q -B -ntp -f "$WORK/pom.xml" dependency:build-classpath -Dmdep.outputFile="$WORK/jmh-path"
  } >"$WORK/maven" 2>&1 || {
    cat "$WORK/maven" >&2
    exit 1
  }
  path=$ROOT/policy-engine/target/classes:$(cat "$WORK/class-path"):$(cat "$WORK/jmh-path")
  mkdir "$WORK/classes"
  "$(dirname "$java")/javac" -proc:full -processorpath "$(cat "$WORK/jmh-path")" -cp "$path" -d "$WORK/classes" \
    "$BENCH"/jmh/*.java
  "$java" -cp "$WORK/classes:$path" org.openjdk.jmh.Main "$name" "$@" | grep -E "^(Benchmark|.*$name)"
}
