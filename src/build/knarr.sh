#!/bin/sh
# Starts Knarr with a Java 25 or newer: $KNARR_JAVA, then $JAVA_HOME, then java, then what is under /usr/lib/jvm and the like.
jar=$(dirname "$(readlink -f "$0" 2>/dev/null || echo "$0")")/knarr.jar
fits() {
  [ -x "$1" ] || return 1
  major=$("$1" -XshowSettings:properties -version 2>&1 | sed -n 's/^ *java.specification.version = \([0-9]*\).*/\1/p')
  [ "${major:-0}" -ge 25 ]
}
for java in "${KNARR_JAVA:-}" "${JAVA_HOME:+$JAVA_HOME/bin/java}" "$(command -v java)" \
    /usr/lib/jvm/*/bin/java /usr/java/*/bin/java "$HOME"/.sdkman/candidates/java/*/bin/java "$HOME"/.jdks/*/bin/java \
    /Library/Java/JavaVirtualMachines/*/Contents/Home/bin/java; do
  if fits "$java"; then
    # shellcheck disable=SC2086
    exec "$java" -XX:+UseZGC -Xmx${KNARR_HEAP:-1g} @jvm.flags@ ${KNARR_JAVA_OPTS:-} -jar "$jar" "$@"
  fi
done
echo "Knarr needs Java 25 or newer and none was found: install one (for instance Eclipse Temurin 25) or set KNARR_JAVA to its java." >&2
exit 1
