# Shared by sign and verify; bash, after common.sh. Peers take their turns in one run, so that the machine is the same for
# all, and the ratios to `ours` are printed at the end.

# in_turn PASSES SCENARIO...: PEERS names the peers.
in_turn() {
  : "${MILTER_BENCH:?the folder of bench.sh}"
  local passes=$1 pass scenario peer
  shift
  export REPS=1 SECS=${SECS:-3} CONC=${CONC:-64 8 1} OURS_CMD=$BENCH/peer-ours OUT=$WORK/results.csv

  "$ROOT/vidimus" --version # builds, for there is no network inside
  for ((pass = 1; pass <= passes; pass++)); do
    for scenario in "$@"; do
      for peer in $PEERS; do
        # What the JVM compiles it compiles at first; the others need only their caches filled. bench.sh ends a warm-up
        # after twice SECS.
        WARM=300
        [ "$peer" = ours ] && WARM=20000
        echo "pass $pass: $peer $scenario, load average $(cut -d' ' -f1 /proc/loadavg)" >&2
        WARM=$WARM "$MILTER_BENCH/bench.sh" "$peer" "$scenario" >"$WORK/log" || { cat "$WORK/log" >&2; exit 1; }
      done
    done
  done
  [ "${KEEP:-}" ] && cp "$OUT" "$KEEP"
  awk -v peers="$PEERS" -f "$BENCH/peers.awk" "$OUT"
}
