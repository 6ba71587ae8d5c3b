# Medians of the rows that bench.sh writes, and how many times better `ours` is. Used by sign and verify.

function median(list,    values, n, i, j, value) {
  n = split(list, values, " ")
  for (i = 2; i <= n; i++) {
    value = values[i]
    for (j = i - 1; j > 0 && values[j] + 0 > value + 0; j--) values[j + 1] = values[j]
    values[j + 1] = value
  }
  return n % 2 ? values[(n + 1) / 2] : (values[n / 2] + values[n / 2 + 1]) / 2
}

BEGIN { FS = "," }

NR == 1 { for (i = 1; i <= NF; i++) column[$i] = i; next }

{
  point = $column["scenario"] " " $column["transport"] " " $column["size"] " c=" $column["conc"]
  if (!(point in seen)) { seen[point] = 1; points[++count] = point }
  at = $column["peer"] SUBSEP point
  rate[at] = rate[at] " " $column["rate"]
  cpu[at] = cpu[at] " " $column["cpu_s_per_1k"]
  eom50[at] = eom50[at] " " $column["eom_p50_ms"]
  eom99[at] = eom99[at] " " $column["eom_p99_ms"]
  rss[at] = rss[at] " " $column["rss_peak_kb"] / 1024
  # A row counts only if every message was answered as it should be.
  bad[at] += $column["miss"] + $column["errors"] + $column["reject"] + $column["tempfail"]
}

END {
  n = split(peers, names, " ")
  printf "%-24s %-8s %10s %10s %10s %10s %8s %12s\n", "point", "peer", "msgs/s", "CPU ms", "EOM p50", "EOM p99", "MiB", \
    "ours, times"
  for (p = 1; p <= count; p++) {
    ours = rate["ours", points[p]]
    for (i = 1; i <= n; i++) {
      at = names[i] SUBSEP points[p]
      if (!(at in rate)) continue
      ratio = ours != "" && names[i] != "ours" ? sprintf("%.2f", median(ours) / median(rate[at])) : ""
      printf "%-24s %-8s %10.1f %10.3f %10.3f %10.3f %8.0f %12s%s\n", points[p], names[i], median(rate[at]), \
        median(cpu[at]), median(eom50[at]), median(eom99[at]), median(rss[at]), ratio, \
        bad[at] ? "  INVALID: " bad[at] " wrong answers" : ""
    }
  }
}
