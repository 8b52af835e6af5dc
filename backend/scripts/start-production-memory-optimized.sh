#!/bin/sh
# Starts the backend with the memory settings for production.
#   start-production-memory-optimized.sh [environment]      environment: production (default); reads .env.<environment>
#   MAX_OLD_SPACE_MB=2048 start-production-memory-optimized.sh
set -eu

environment="${1:-production}"
cd "$(dirname "$0")/.."

fail() {
  echo "$1" >&2
  exit 1
}

command -v node >/dev/null 2>&1 || fail "node is not on the PATH. Install Node 20.19 or later."
[ -f dist/main.js ] || fail "dist/main.js is missing. Run: npm run build"
[ -f ".env.$environment" ] || fail ".env.$environment is missing. Run: cp .env.production.template .env.$environment, and edit it."

heap="${MAX_OLD_SPACE_MB:-4096}"
case "$heap" in
  '' | *[!0-9]*) fail "MAX_OLD_SPACE_MB is \"$heap\": give a whole number of megabytes." ;;
esac

flags="--max-old-space-size=$heap --expose-gc"
if node --v8-options | grep -q -- '--optimize-for-size'; then
  flags="$flags --optimize-for-size"
else
  echo "This Node no longer knows --optimize-for-size; starting without it."
fi

limit=""
if [ -r /sys/fs/cgroup/memory.max ]; then limit="$(cat /sys/fs/cgroup/memory.max)"; fi
case "$limit" in
  '' | max) ;;
  *)
    # The heap is not all that a process needs: buffers, code and stacks come on top.
    if [ "$((heap * 1024 * 1024))" -gt "$((limit / 4 * 3))" ]; then
      echo "Warning: a heap of $heap MB leaves little of the container's $((limit / 1024 / 1024)) MB; the kernel may end the process before V8 reaches its limit." >&2
    fi
    ;;
esac

export UV_THREADPOOL_SIZE="${UV_THREADPOOL_SIZE:-8}"
export NODE_ENV="$environment"

# Wrong settings and a failing migration stop the start, with what to do.
node "--env-file=.env.$environment" dist/check-environment-main.js
node "--env-file=.env.$environment" dist/migrate-main.js

echo "Starting with $flags, UV_THREADPOOL_SIZE=$UV_THREADPOOL_SIZE"
# shellcheck disable=SC2086 # the flags are words of their own
exec node "--env-file=.env.$environment" $flags dist/main.js
