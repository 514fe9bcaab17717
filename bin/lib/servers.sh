# shellcheck shell=bash
# The real servers of the tests, in a folder that goes away with them. Needs say.sh and postgres.sh.

# start_test_servers [SETTING=VALUE...]: exports where they are, and stops them when the script ends.
#
# Nothing in a test outlives the run, so without a setting the database need not survive a power cut. (Killing a
# server loses nothing: what was written is with the kernel.)
start_test_servers() {
  test_servers=$(mktemp -d /tmp/polyclinic-test.XXXXXX)
  test_cluster=$test_servers/postgres
  chmod 755 "$test_servers"
  trap stop_test_servers EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM HUP
  if (($# == 0)); then
    set -- fsync=off full_page_writes=off max_wal_size=256MB
    if has_room_in_memory; then
      test_cluster=$(mktemp -d /dev/shm/polyclinic-test.XXXXXX)/postgres
      chmod 755 "${test_cluster%/*}"
    fi
  fi
  cluster_start "$test_cluster" max_connections=300 "$@"
  POLYCLINIC_TEST_POSTGRES=$(cluster_url "$test_cluster" postgres postgres)
  export POLYCLINIC_TEST_POSTGRES
  export POLYCLINIC_TEST_POSTGRES_LOG=$test_cluster/log
  local line lines
  lines=$(bin/object-store up "$test_servers/objects") || fail 'the S3 server did not start'
  while read -r line; do export "${line?}"; done <<<"$lines"
}

stop_test_servers() {
  trap '' INT TERM HUP
  bin/object-store down "$test_servers/objects" || true
  cluster_stop "$test_cluster"
  if [[ $test_cluster == /dev/shm/* ]]; then rm -rf "${test_cluster%/*}"; fi
  rm -rf "$test_servers"
}

# Each test has a database of its own, of a thousand files: ext4 takes more time over making and removing them than all tests
# take for themselves.
has_room_in_memory() {
  local free available
  free=$(df --output=avail -k /dev/shm 2>/dev/null | tail -n 1)
  available=$(awk '/^MemAvailable:/ {print $2}' /proc/meminfo)
  ((${free:-0} > 4000000 && ${available:-0} > 8000000)) && [[ -w /dev/shm ]]
}
