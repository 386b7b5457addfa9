#!/usr/bin/env bash
# Measures error-tracking clients for Java side by side. README.md describes the scenarios.
#
#   ./bench.sh build                    once; trackx-client must be installed in the local repository
#   ./bench.sh all                      all scenarios; prints the estimated time first
#   ./bench.sh SCENARIO...              A, B, C, D, E, H, Q, STORM
#   ./bench.sh report [SCENARIO [KEYS]] tables of medians (min–max), in Markdown
#   ./bench.sh chart SCENARIO KEY FILE [TITLE [PEERS]]
#                                       a chart of one key, as SVG; PEERS are separated by commas
#
# Environment: PEERS="trackx sentry", FORKS=3, JAVA_BIN=/path/to/java, TAG=jdk25
set -euo pipefail
cd "$(dirname "$0")"
jar=harness/target/harness.jar

usage() {
  sed -n '2,/^set /{/^#/s/^# \{0,1\}//p}' "$0"
  exit 2
}

# A network namespace has only its own loopback, so no client can reach another host. Its MTU is Ethernet's: with the
# default of 65536, delayed ACKs slow clients without TCP_NODELAY down more than a real network does.
isolated() {
  if ! unshare -n true 2> /dev/null; then
    echo "A network namespace cannot be created here; that needs root. Clients are isolated by the hosts file alone." >&2
    "$@"
    return
  fi
  unshare -n sh -c 'ip link set lo mtu 1500 up && exec "$@"' sh "$@"
}

[ $# -gt 0 ] || usage
case "$1" in
  build)
    mvn -B -q package
    ;;
  report)
    if [ $# -gt 1 ]; then files=("results/$2.tsv"); else files=(results/*.tsv); fi
    java -cp "$jar" app.trackx.peers.Report "${3:-}" "${files[@]}"
    ;;
  chart)
    [ $# -ge 4 ] || usage
    java -cp "$jar" app.trackx.peers.Chart "results/$2.tsv" "$3" "${@:5}" > "$4"
    ;;
  -*)
    usage
    ;;
  *)
    [ -f "$jar" ] || { echo "Run ./bench.sh build first." >&2; exit 1; }
    isolated java -cp "$jar" app.trackx.peers.Bench . "$@"
    ;;
esac
