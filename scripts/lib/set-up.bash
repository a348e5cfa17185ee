# Sourced by the programs of this folder: makes a fresh clone ready, and is quick where it is.
# Leaves the shell in the project's folder, with node_modules/ current.

# need_programs NAME=PACKAGE…: what is missing is installed as root on Debian, else named.
need_programs() {
  local pair packages=()
  for pair in "$@"; do
    command -v "${pair%%=*}" >/dev/null || packages+=("${pair#*=}")
  done
  ((${#packages[@]})) || return 0
  if ((EUID == 0)) && command -v apt-get >/dev/null; then
    printf 'Installing %s\n' "${packages[*]}"
    apt-get update -qq && DEBIAN_FRONTEND=noninteractive \
      apt-get install -qq -y --no-install-recommends "${packages[@]}" >/dev/null && return 0
  fi
  printf 'Missing: %s. Install with: apt-get install %s\n' "${packages[*]}" "${packages[*]}" >&2
  return 1
}

need_node() {
  if ! command -v npm >/dev/null || ! node -e '
    const [major, minor] = process.versions.node.split(".").map(Number);
    process.exit(major > 20 || (major === 20 && minor >= 19) ? 0 : 1)'; then
    printf 'Node.js 20.19 or newer and npm are needed: https://nodejs.org/en/download\n' >&2
    return 1
  fi
}

# A clone that belongs to somebody else stays as it is: the work is done in a copy.
enter_project() {
  local folder
  for folder in . node_modules dist; do
    [[ ! -e $folder || -w $folder ]] && continue
    copy=$(mktemp -d "${TMPDIR:-/tmp}/habc-XXXXXX")
    trap 'rm -rf "$copy"' EXIT
    printf '%s cannot be written: working in the copy %s\n' "$PWD" "$copy"
    tar -c --exclude=./.git --exclude=./node_modules --exclude=./dist . | tar -x -C "$copy"
    HABC_CONFORMANCE=${HABC_CONFORMANCE-$PWD/../shared/conformance}
    export HABC_CONFORMANCE
    cd "$copy" || return
    return
  done
}

install_packages() {
  node scripts/lib/is-installed.mjs && return 0
  [[ -w ${HOME:-/nonexistent} ]] || export npm_config_cache=$PWD/node_modules/.npm
  printf 'Installing the npm packages\n'
  # No package needs its install script, so none of them gets to run one.
  npm ci --ignore-scripts --no-audit --no-fund --no-update-notifier --loglevel=error
}

set_up() {
  need_node && need_programs bash=bash xz=xz-utils tar=tar unshare=util-linux &&
    enter_project && install_packages
}
