#!/bin/sh
# Starts Knarr with a Java 25 or newer: $KNARR_JAVA, then $JAVA_HOME, then java, then what is under /usr/lib/jvm and the like.
# KNARR_HEAP (default 1g) bounds the heap, KNARR_JAVA_OPTS is handed on to java.
# Java takes the form of file names from the locale; in one that is not UTF-8 (cron, systemd, containers) they hold ASCII only.
case "${LC_ALL:-${LC_CTYPE:-${LANG:-}}}" in
  *[Uu][Tt][Ff]*) ;;
  *) export LC_ALL=C.UTF-8 ;;
esac
jar=$(dirname "$(readlink -f "$0" 2>/dev/null || echo "$0")")/knarr.jar
fits() {
  [ -x "$1" ] || return 1
  home=$(dirname "$(dirname "$(readlink -f "$1" 2>/dev/null || echo "$1")")")
  # A JDK says in this file which one it is; asking its java takes a fifth of a second.
  major=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$home/release" 2>/dev/null)
  [ -n "$major" ] ||
    major=$("$1" -XshowSettings:properties -version 2>&1 | sed -n 's/^ *java.specification.version = \([0-9]*\).*/\1/p')
  [ "${major:-0}" -ge 25 ]
}
# The classes of a start, made ready by the build. Another JDK than the builder's ignores it, and says nothing with the log off.
archive=${jar%.jar}.jsa
[ -f "$archive" ] && share="-XX:SharedArchiveFile=$archive -Xlog:cds=off -Xlog:aot=off"
case "${1:-}" in
  # These end at once: no time is lost on what makes a server fast.
  version | check | doctor | mcp | -V | --version | -h | --help)
    flags="-XX:+UseSerialGC -XX:TieredStopAtLevel=1 --enable-native-access=ALL-UNNAMED" ;;
  # Out of memory a server is of no use to anybody: it ends, whoever started it starts it again, and nothing acknowledged is lost.
  *) flags="-XX:+UseZGC -XX:+ExitOnOutOfMemoryError @jvm.flags@" ;;
esac
for java in "${KNARR_JAVA:-}" "${JAVA_HOME:+$JAVA_HOME/bin/java}" "$(command -v java)" \
    /usr/lib/jvm/*/bin/java /usr/java/*/bin/java "${HOME:-/root}"/.sdkman/candidates/java/*/bin/java \
    "${HOME:-/root}"/.jdks/*/bin/java /Library/Java/JavaVirtualMachines/*/Contents/Home/bin/java; do
  if fits "$java"; then
    # shellcheck disable=SC2086
    exec "$java" $flags ${share:-} -Xmx${KNARR_HEAP:-1g} ${KNARR_JAVA_OPTS:-} -jar "$jar" "$@"
  fi
done
echo "Knarr needs Java 25 or newer and none was found: install one (for instance Eclipse Temurin 25) or set KNARR_JAVA to its java." >&2
exit 1
