# Helpers that own no state of the build.

exists() {
  command -v -- "$1" > /dev/null 2>&1
}

trim() {
  local IFS=' ' text
  text=$*
  text=${text#"${text%%[![:space:]]*}"}
  text=${text%"${text##*[![:space:]]}"}
  printf '%s\n' "$text"
}

join_by() {
  local IFS=$1
  shift
  printf '%s\n' "$*"
}

abspath() {
  if [[ -d $1 ]]; then
    (CDPATH='' cd -- "$1" && pwd)
  elif [[ -e $1 ]]; then
    local folder=.
    [[ $1 != */* ]] || folder=${1%/*}/
    printf '%s/%s\n' "$(CDPATH='' cd -- "$folder" && pwd)" "${1##*/}"
  else
    printf '%s does not exist!\n' "$1" >&2
    return 127
  fi
}

record() {
  local session=$1 log
  shift
  mkdir -p "$pkg_output_path/logs"
  log=$pkg_output_path/logs/$session.$(date -u +%Y-%m-%d-%H%M%S).log
  build_line "Recording to $log"
  if (( $# == 0 )); then
    set -- "${SHELL:-/bin/sh}"
  fi
  "$@" 2>&1 | tee -a "$log"
  return "${PIPESTATUS[0]}"
}
