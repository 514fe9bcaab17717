# shellcheck shell=bash
# Secrets of this machine: made once, kept in .local/secrets for their owner only.

# secret NAME COMMAND...: what the command printed the first time.
secret() {
  local file=.local/secrets/$1
  shift
  if [[ ! -s $file ]]; then
    (umask 077 && mkdir -p .local/secrets && "$@" >"$file.making")
    mv "$file.making" "$file"
  fi
  cat "$file"
}

random_password() { openssl rand -hex 24; }

# A key ring with its first key: "1:<base64 of 32 bytes>".
random_key_ring() { echo "1:$(openssl rand -base64 32)"; }
