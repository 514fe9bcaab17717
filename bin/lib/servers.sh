# shellcheck shell=bash
# The real servers of the tests, in a folder that goes away with them. Needs say.sh and postgres.sh.

# start_test_servers [SETTING=VALUE...]: exports where they are, and stops them when the script ends.
#
# Nothing in a test outlives the run, so without a setting the database need not survive a power cut. (Killing a
# server loses nothing: what was written is with the kernel.)
start_test_servers() {
  test_servers=$(mktemp -d /tmp/polyclinic-test.XXXXXX)
  chmod 755 "$test_servers"
  trap stop_test_servers EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM HUP
  if (($# == 0)); then set -- fsync=off full_page_writes=off; fi
  cluster_start "$test_servers/postgres" max_connections=300 "$@"
  POLYCLINIC_TEST_POSTGRES=$(cluster_url "$test_servers/postgres" postgres postgres)
  export POLYCLINIC_TEST_POSTGRES
  export POLYCLINIC_TEST_POSTGRES_LOG=$test_servers/postgres/log
  local line lines
  lines=$(bin/object-store up "$test_servers/objects") || fail 'the S3 server did not start'
  while read -r line; do export "${line?}"; done <<<"$lines"
}

stop_test_servers() {
  trap '' INT TERM HUP
  bin/object-store down "$test_servers/objects" || true
  cluster_stop "$test_servers/postgres"
  rm -rf "$test_servers"
}
