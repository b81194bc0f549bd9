#!/bin/sh
# Runs one program of tests-it/bench on what `mvn package` built: tests-it/bench/run.sh QualityBench [arguments]
# JAVA_HOME must name a JDK 25.
set -eu
cd "$(dirname "$0")/../.."
name=$1
shift
classpath=target/bench-classpath
if [ ! -s "$classpath" ] || [ pom.xml -nt "$classpath" ]; then
  mvn -q -B -o dependency:build-classpath -DincludeScope=test -Dmdep.outputFile="$classpath" >&2
fi
exec "${JAVA_HOME:-/usr/lib/jvm/temurin-25-jdk-amd64}/bin/java" -Xmx768m -XX:+UseSerialGC \
  --enable-native-access=ALL-UNNAMED --add-modules jdk.incubator.vector --sun-misc-unsafe-memory-access=deny \
  -cp "target/classes:target/test-classes:$(cat "$classpath")" "io.knarr.bench.$name" "$@"
