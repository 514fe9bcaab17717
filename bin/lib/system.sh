# shellcheck shell=bash
# What this machine is and what it has: its system, its room, its Swift. Needs say.sh.

swift_needed=6.2

# "debian 12", "ubuntu 24.04", or "unknown".
system_name() {
  if [[ -r /etc/os-release ]]; then
    # shellcheck source=/dev/null
    (. /etc/os-release && echo "${ID:-unknown} ${VERSION_ID:-}")
  else
    echo unknown
  fi
}

# at_least HAVE WANTED: compares dotted versions.
at_least() {
  [[ $(printf '%s\n%s\n' "$1" "$2" | sort -V | head -n 1) == "$2" ]]
}

require_swift() {
  local version
  command -v swift >/dev/null ||
    fail "Swift $swift_needed or later is needed: https://www.swift.org/install/linux/"
  version=$(swift --version 2>/dev/null | sed -n 's/.*Swift version \([0-9.]*\).*/\1/p' | head -n 1)
  at_least "${version:-0}" "$swift_needed" ||
    fail "Swift $swift_needed or later is needed, this is ${version:-unknown}: https://www.swift.org/install/linux/"
}

# Of the disk that holds the current folder, with one decimal.
free_gigabytes() { df --output=avail -B 1M . | awk 'END { printf "%.1f", $1 / 1024 }'; }

# require_room GIGABYTES
require_room() {
  awk -v free="$(free_gigabytes)" -v needed="$1" 'BEGIN { exit !(free >= needed) }' ||
    fail "the disk that holds $PWD has $(free_gigabytes) GB free, $1 GB are needed"
}

# The first build fetches and compiles everything; later ones only add to it.
room_needed() { if [[ -d .build/checkouts && -d .local ]]; then echo 1; else echo 6; fi; }
