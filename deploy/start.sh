#!/bin/sh
# Starts the backend in a container. The heap is three quarters of the container's memory; the rest is for buffers, code and stacks.
# An embedded database is a process of its own beside it. MAX_OLD_SPACE_MB says otherwise.
set -eu
cd "$(dirname "$0")/.."

limit_mb() {
  # cgroup 2, cgroup 1, else what the machine has.
  for file in /sys/fs/cgroup/memory.max /sys/fs/cgroup/memory/memory.limit_in_bytes; do
    if [ -r "$file" ]; then
      bytes="$(cat "$file")"
      case "$bytes" in
        '' | *[!0-9]*) ;;
        # Without a limit cgroup 1 reports a number near 2^63, which has 19 digits.
        *) if [ "${#bytes}" -lt 16 ]; then echo "$((bytes / 1048576))"; return; fi ;;
      esac
    fi
  done
  awk '/^MemTotal:/ { print int($2 / 1024) }' /proc/meminfo
}

database_mb=0
if [ -z "${DATABASE_URL:-}" ] && [ "${STORAGE:-true}" != false ]; then database_mb=512; fi
heap="${MAX_OLD_SPACE_MB:-$((($(limit_mb) - database_mb) * 3 / 4))}"
case "$heap" in
  '' | *[!0-9]*) echo "MAX_OLD_SPACE_MB is \"$heap\": give a whole number of megabytes." >&2; exit 1 ;;
esac

flags="--max-old-space-size=$heap --expose-gc"
if node --v8-options | grep -q -- '--optimize-for-size'; then flags="$flags --optimize-for-size"; fi

# Wrong settings and a failing migration stop the start, with what to do.
node backend/dist/check-environment-main.js
node backend/dist/migrate-main.js

echo "Starting with $flags"
# shellcheck disable=SC2086 # the flags are words of their own
exec node $flags backend/dist/main.js
