# shellcheck shell=bash
# What the scripts tell the person: progress on stdout, and one line on stderr when something is wrong.

if [[ -t 1 ]]; then bold=$'\e[1m' plain=$'\e[0m'; else bold='' plain=''; fi

step() { printf '%s==> %s%s\n' "$bold" "$*" "$plain"; }
note() { printf '    %s\n' "$*"; }

fail() {
  printf 'polyclinic: %s\n' "$*" >&2
  exit 1
}

# quietly LOG COMMAND...: output goes to the log, of which the last line is shown should it fail.
quietly() {
  local log=$1
  shift
  "$@" >"$log" 2>&1 || fail "$1 failed: $(last_line "$log") (log: $log)"
}

# The last line that says something.
last_line() {
  { grep -v '^[[:space:]]*$' "$1" || true; } | tail -n 1
}
