# shellcheck shell=bash
# The settings of a server over a private cluster, as environment. Needs secrets.sh and postgres.sh.
# What the caller has set already stands.

# development_settings FOLDER DATABASE: the cluster must be running.
development_settings() {
  local owner app
  owner=$(secret owner-password random_password)
  app=$(secret app-password random_password)
  export POLYCLINIC_DATABASE_URL POLYCLINIC_OWNER_DATABASE_URL
  POLYCLINIC_DATABASE_URL=$(cluster_url "$1" "polyclinic_app:$app" "$2")
  POLYCLINIC_OWNER_DATABASE_URL=$(cluster_url "$1" "polyclinic_owner:$owner" "$2")
  POLYCLINIC_KEYS=${POLYCLINIC_KEYS:-$(secret keys random_key_ring)}
  POLYCLINIC_AUDIT_KEY=${POLYCLINIC_AUDIT_KEY:-$(secret audit-key random_key_ring)}
  export POLYCLINIC_KEYS POLYCLINIC_AUDIT_KEY
  export POLYCLINIC_ROOT=$PWD
  export POLYCLINIC_ENVIRONMENT=${POLYCLINIC_ENVIRONMENT:-development}
  export POLYCLINIC_BASE_DOMAIN=${POLYCLINIC_BASE_DOMAIN:-localhost}
  export POLYCLINIC_PORT=${POLYCLINIC_PORT:-8080}
  export POLYCLINIC_OBJECT_STORE=${POLYCLINIC_OBJECT_STORE:-file}
  export POLYCLINIC_FILES=${POLYCLINIC_FILES:-$PWD/.local/files}
  mkdir -p "$POLYCLINIC_FILES"
}

# prepare_database FOLDER DATABASE: the two roles with their passwords, and the database.
prepare_database() {
  local exists
  exists=$(cluster_psql "$1" -d postgres -Atc "SELECT count(*) FROM pg_database WHERE datname = '$2'")
  if [[ $exists == 0 ]]; then cluster_psql "$1" -d postgres -c "CREATE DATABASE $2" >/dev/null; fi
  # Passwords go through stdin: an argument could be read by every user of the machine.
  cluster_psql "$1" -d "$2" >/dev/null <<SQL
SET client_min_messages = warning;
\\set owner_password '$(secret owner-password random_password)'
\\set app_password '$(secret app-password random_password)'
\\i Migrations/roles.sql
SQL
}
