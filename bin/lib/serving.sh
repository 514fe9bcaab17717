# shellcheck shell=bash
# A server in the foreground of bin/run: built, started, awaited, introduced, stopped.
# Needs say.sh, ports.sh, system.sh and postgres.sh.

server=

require_port() {
  [[ $1 =~ ^[1-9][0-9]{0,4}$ ]] || fail "POLYCLINIC_PORT is '$1', not a port from 1 to 65535"
  (($1 <= 65535)) || fail "POLYCLINIC_PORT is $1, not a port from 1 to 65535"
  ! port_taken "$1" || fail "port $1 is taken: stop what listens there, or choose another: POLYCLINIC_PORT=8090 bin/run"
}

build_release() {
  swift build -c release --product polyclinic ||
    fail "the build failed, see above ($(free_gigabytes) GB of disk are free)"
}

# start_server PROGRAM LOG: sets $server.
start_server() {
  "$1" serve >>"$2" 2>&1 9>&- &
  server=$!
}

# await_server PORT LOG: until it answers.
await_server() {
  local _
  for _ in {1..300}; do
    kill -0 "$server" 2>/dev/null || fail "the server stopped: $(last_line "$2") (log: $2)"
    if curl -fsS -o /dev/null "http://127.0.0.1:$1/readyz" 2>/dev/null; then return; fi
    sleep 0.1
  done
  fail "the server does not answer on port $1: $(last_line "$2") (log: $2)"
}

welcome() {
  cat <<TEXT

  http://riverside.localhost:$2
  http://hilltop.localhost:$2

$("$1" demo accounts)

  Signing in asks for a six-digit code:  bin/polyclinic demo totp amira
  Mail is not sent; it stands at         http://riverside.localhost:$2/dev/mail
  The server's log:                      .local/log/server.log
  Ctrl-C stops the server and PostgreSQL.

TEXT
}

# stop_everything CLUSTER: the server first, which finishes what it is doing.
stop_everything() {
  trap '' INT TERM HUP
  if [[ -n $server ]] && kill -TERM "$server" 2>/dev/null; then
    step 'Stopping'
    wait "$server" || true
  fi
  cluster_stop "$1"
}
