# shellcheck shell=bash
# The Python of the browser and load stories: .local/venv, pinned, from PyPI. Needs say.sh and system.sh.

venv_requirements=Tests/Browser/requirements.txt
venv_python=.local/venv/bin/python

install_venv() {
  local stamp=.local/venv/installed log=.local/log/pip.log
  cmp -s "$venv_requirements" "$stamp" && return
  step 'Installing Playwright, axe and aiosmtpd into .local/venv'
  rm -rf .local/venv
  quietly "$log" python3 -m venv .local/venv
  quietly "$log" "$venv_python" -m pip install --quiet --disable-pip-version-check -r "$venv_requirements"
  if [[ -z $(browser_packages) ]]; then
    quietly "$log" as_root "$PWD/$venv_python" -m playwright install-deps chromium
    quietly "$log" "$venv_python" -m playwright install chromium
  fi
  cp "$venv_requirements" "$stamp"
}
