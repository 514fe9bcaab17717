# shellcheck shell=bash
# The system packages, for Debian 12 and Ubuntu 22.04 and 24.04. Needs say.sh, system.sh, postgres.sh.

# What building and running needs: headers of the C libraries, and the programs started at run time.
# The fonts are for names on paper: PDF files have theirs within.
packages_run=(
  ca-certificates curl fonts-noto-cjk fonts-noto-core git libargon2-dev libcurl4-openssl-dev libmagic-dev libpq-dev
  libqrencode-dev libvips-tools openssl poppler-utils python3 tzdata util-linux weasyprint
)

# Any server will do, so it is asked for only where there is none.
server_packages() { if [[ -z $(postgresql_bin) ]]; then echo postgresql; fi; }

# A virus scanner, a real S3 server (Ceph's RADOS Gateway), networks beside this one, Python with venv.
packages_test=(clamav-daemon ceph-common ceph-mon ceph-osd iproute2 python3-venv radosgw zbar-tools)

# The load generator, and the server that static files are compared with.
packages_bench=(nginx-light wrk)

# Chromium without its windows, which takes two thirds of the time. Ubuntu has only a snap; there Playwright brings its own
# (see python.sh).
browser_packages() { if [[ $(system_name) == debian* ]]; then echo chromium-headless-shell; fi; }

missing_packages() {
  local package
  for package in "$@"; do
    dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || echo "$package"
  done
}

as_root() {
  if [[ $EUID -eq 0 ]]; then
    env DEBIAN_FRONTEND=noninteractive "$@"
  elif command -v sudo >/dev/null; then
    sudo env DEBIAN_FRONTEND=noninteractive "$@"
  else
    fail "to install packages, run this as root once or install sudo"
  fi
}

# install_packages PACKAGE...: touches neither network nor apt when all are there.
install_packages() {
  local missing log=.local/log/apt.log
  command -v dpkg-query >/dev/null || fail "packages are known for Debian 12 and Ubuntu 22.04+, this is $(system_name)"
  mapfile -t missing < <(missing_packages "$@")
  ((${#missing[@]} > 0)) || return 0
  step "Installing ${missing[*]}"
  as_root apt-get update >"$log" 2>&1 || note "The package lists could not be refreshed; trying with the old ones"
  if [[ $(system_name) == 'ubuntu 22.04' && " ${missing[*]} " == *' postgresql '* ]]; then
    add_postgresql_archive "$log"
  fi
  as_root apt-get install -y --no-install-recommends "${missing[@]}" >>"$log" 2>&1 ||
    fail "apt-get could not install ${missing[*]}: $(last_line "$log") (log: $log)"
}

# Ubuntu 22.04 has PostgreSQL 14, and 15 brought security_invoker views.
add_postgresql_archive() {
  note "Ubuntu 22.04 has PostgreSQL 14; adding PostgreSQL's own package archive, apt.postgresql.org"
  {
    as_root apt-get install -y --no-install-recommends postgresql-common &&
      as_root /usr/share/postgresql-common/pgdg/apt.postgresql.org.sh -y
  } >>"$1" 2>&1 || fail "PostgreSQL's archive could not be added: $(last_line "$1") (log: $1)"
}
