# shellcheck shell=bash
# A private PostgreSQL cluster in a folder: made, started, recovered, stopped. Needs say.sh and ports.sh.
#
# The folder holds data/, sockets/, port and log. Root reaches the superuser through the socket, whose
# folder is closed to others; everybody else needs a password.

postgresql_needed=15

# The folder of the newest server's programs, or of the one you name; nothing when there is none.
postgresql_bin() {
  local newest
  if [[ -n ${POLYCLINIC_POSTGRESQL_BIN:-} ]]; then
    echo "$POLYCLINIC_POSTGRESQL_BIN"
    return
  fi
  newest=$(printf '%s\n' /usr/lib/postgresql/*/bin/initdb | sort -V | tail -n 1)
  [[ -x $newest ]] || newest=$(command -v initdb || true)
  if [[ -n $newest ]]; then dirname "$newest"; fi
}

require_postgresql() {
  local bin version
  bin=$(postgresql_bin)
  [[ -n $bin ]] || fail "PostgreSQL $postgresql_needed or later is needed and no server is installed: run bin/setup"
  version=$("$bin/postgres" --version | sed 's/[^0-9]*\([0-9]*\).*/\1/')
  ((version >= postgresql_needed)) || fail "PostgreSQL $postgresql_needed or later is needed, $bin has $version"
}

# PostgreSQL refuses to run as root; there the system user of the package runs it.
as_postgres() {
  if [[ $EUID -eq 0 ]]; then (cd / && runuser -u postgres -- "$@"); else "$@"; fi
}

# cluster_folder WANTED: that folder, or one under /var/lib where the system user cannot reach it.
cluster_folder() {
  local parent
  mkdir -p "$(dirname "$1")"
  parent=$(realpath "$(dirname "$1")")
  if as_postgres test -x "$parent" 2>/dev/null; then
    echo "$parent/$(basename "$1")"
  else
    echo "/var/lib/polyclinic/$(cksum <<<"$parent" | cut -d ' ' -f 1)/$(basename "$1")"
  fi
}

# cluster_start FOLDER [SETTING=VALUE...]: makes the cluster if need be; does nothing when it runs.
cluster_start() {
  local folder=$1 port setting options
  shift
  require_postgresql
  cluster_make "$folder"
  cluster_forget_the_dead "$folder"
  if cluster_running "$folder"; then return; fi
  port=$(cat "$folder/port" 2>/dev/null || echo 54320)
  port=$(free_port "$port")
  echo "$port" >"$folder/port"
  options="-p $port -h 127.0.0.1 -k '$(cluster_sockets "$folder")'"
  for setting in "$@"; do options+=" -c $setting"; done
  # 9 is the lock of bin/run, which a cluster that outlives it must not hold.
  as_postgres "$(postgresql_bin)/pg_ctl" start -s -w -t 60 -D "$folder/data" -l "$folder/log" \
    -o "$options" >/dev/null 2>&1 9>&- ||
    fail "PostgreSQL did not start: $(last_line "$folder/log") (log: $folder/log)"
}

cluster_running() { as_postgres "$(postgresql_bin)/pg_ctl" status -s -D "$1/data" >/dev/null 2>&1; }

cluster_stop() {
  cluster_running "$1" || return 0
  as_postgres "$(postgresql_bin)/pg_ctl" stop -s -w -m fast -D "$1/data" >/dev/null 2>&1 ||
    fail "PostgreSQL did not stop (log: $1/log)"
}

# A cluster half made has another name, so that an interruption leaves nothing to trip over.
cluster_make() {
  local folder=$1 bin made needed
  bin=$(postgresql_bin)
  needed=$("$bin/postgres" --version | sed 's/[^0-9]*\([0-9]*\).*/\1/')
  if [[ -e $folder/data ]]; then
    made=$(cat "$folder/data/PG_VERSION" 2>/dev/null || echo unknown)
    [[ $made == "$needed" ]] ||
      fail "$folder/data was made by PostgreSQL $made and this is $needed: remove it to start afresh"
    return
  fi
  mkdir -p "$folder"
  rm -rf "$folder/making"
  if [[ $EUID -eq 0 ]]; then chown postgres: "$folder"; fi
  chmod 700 "$folder"
  as_postgres "$bin/initdb" -D "$folder/making" -U postgres -E UTF8 --locale=C.UTF-8 --data-checksums \
    --auth-local=trust --auth-host=scram-sha-256 --no-instructions >"$folder/initdb.log" 2>&1 ||
    fail "PostgreSQL could not make its cluster: $(last_line "$folder/initdb.log") (log: $folder/initdb.log)"
  # A message or a statement in the server's log would be patient data.
  as_postgres tee -a "$folder/making/postgresql.conf" >/dev/null <<'CONF'
log_error_verbosity = terse
log_min_error_statement = panic
log_parameter_max_length = 0
log_parameter_max_length_on_error = 0
CONF
  mv "$folder/making" "$folder/data"
}

# After a crash the pid in postmaster.pid may belong to somebody else by now, and PostgreSQL would
# take that for a running server. A server's working folder is its data folder.
cluster_forget_the_dead() {
  local data=$1/data pid
  [[ -f $data/postmaster.pid ]] || return 0
  pid=$(head -n 1 "$data/postmaster.pid")
  if [[ $(readlink "/proc/$pid/cwd" || true) != "$(realpath "$data")" ]]; then
    rm -f "$data/postmaster.pid" "$(cluster_sockets "$1")"/.s.PGSQL.*
  fi
}

# A socket's path holds 107 bytes at most.
cluster_sockets() {
  local sockets=$1/sockets
  if ((${#sockets} > 85)); then sockets=/tmp/polyclinic-$(cksum <<<"$1" | cut -d ' ' -f 1); fi
  if [[ ! -d $sockets ]]; then
    mkdir -m 700 "$sockets"
    if [[ $EUID -eq 0 ]]; then chown postgres: "$sockets"; fi
  fi
  [[ $(stat -c %U "$sockets") == "$(as_postgres id -un)" ]] || fail "$sockets belongs to somebody else"
  echo "$sockets"
}

# cluster_psql FOLDER ARGUMENT...: as the superuser.
cluster_psql() {
  local folder=$1
  shift
  "$(postgresql_bin)/psql" -X -q -v ON_ERROR_STOP=1 -h "$(cluster_sockets "$folder")" -p "$(<"$folder/port")" \
    -U postgres "$@"
}

# cluster_url FOLDER USER[:PASSWORD] DATABASE: through the socket.
cluster_url() {
  local host
  host=$(cluster_sockets "$1")
  host=${host//%/%25}
  echo "postgresql://$2@/$3?host=${host// /%20}&port=$(<"$1/port")"
}
