/// What the daemon counts, and the small web server that shows it to Prometheus. `docs/metrics.md` lists every
/// name.
@org.jspecify.annotations.NullMarked
package org.vidimus.daemon.metrics;
