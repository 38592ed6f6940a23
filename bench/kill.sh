#!/bin/sh
# Sends KILL, TERM and INT at random moments to prune (a search), tune and dynamic on the digits, resumes each, and compares
# every model and plan with those of a run left alone, byte by byte. Prints a row for each moment, and fails where a file
# cannot be read, a process ends otherwise than by its signal, or something stays in the temporary folder.
#   bench/kill.sh [MOMENTS] [SEED]   (20 for each command and signal, and 1, without arguments)
set -eu
. "$(dirname "$0")/lib.sh"

machine
echo
echo "| command | signal | after | resumed to |"
echo "|---|---|---|---|"
cd "$root"
./mvnw -q -B -ntp -Dquick -pl espalier-cli -am test -Dtest=SignalsTest -Dsurefire.failIfNoSpecifiedTests=false \
  -Despalier.moments="${1:-20}" -Despalier.moments.seed="${2:-1}" </dev/null | grep --line-buffered '^| ' ||
  { echo "failed: see espalier-cli/target/surefire-reports" >&2; exit 1; }
