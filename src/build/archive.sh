#!/bin/sh
# archive.sh DIRECTORY: starts the server that was built there once, and keeps the classes it loaded, ready to use, beside the
# jar (a CDS archive): starting then takes half a second less. Without the archive everything works too, so that a failure here
# is told and fails nothing.
target=$1
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
rm -f "$target/knarr.jsa"
: >"$home/out"
env -i PATH="$PATH" HOME="$home" JAVA_HOME="${JAVA_HOME:-}" \
  KNARR_JAVA_OPTS="-XX:ArchiveClassesAtExit=$target/knarr.jsa" \
  "$target/knarr" serve --port 0 --data "$home/data" >"$home/out" 2>&1 &
server=$!
tries=0
until grep -q 'listening on' "$home/out" || [ "$tries" -ge 300 ] || ! kill -0 "$server" 2>/dev/null; do
  sleep 0.1
  tries=$((tries + 1))
done
# What the first requests load, too: otherwise they wait for it on an event loop.
url=$(sed -n 's/.*listening on \(http[^ ]*\).*/\1/p' "$home/out")
if [ -n "$url" ] && command -v curl >/dev/null; then
  curl -s "$url/health" >/dev/null
  curl -s "$url/api/v1/fs/ls?uri=viking://resources" >/dev/null
  curl -s -H 'Content-Type: application/json' -d '{"query":"anything"}' "$url/api/v1/search/find" >/dev/null
fi
kill -TERM "$server" 2>/dev/null
wait "$server"
if [ ! -s "$target/knarr.jsa" ]; then
  echo "knarr.jsa could not be made, Knarr will start half a second later:" >&2
  tail -n 5 "$home/out" >&2
fi
exit 0
