# How a build speaks to its user, in the form of the reference: three spaces, the package's
# name, a colon. Colours only where TERM looks like a terminal, unless HAB_NOCOLORING is "true".

# __habc_say LABEL COLOUR TEXT: one line, with a coloured label such as "WARN: " before the text.
__habc_say() {
  case ${HAB_NOCOLORING:-}:${TERM:-} in
    true:*) ;;
    *:*term | *:xterm-* | *:rxvt | *:screen | *:screen-*)
      printf '   \033[1;36m%s: \033[%sm%s\033[1;37m%s\033[0m\n' "${pkg_name:-unknown}" "$2" "$1" "$3"
      return 0
      ;;
  esac
  printf '   %s: %s%s\n' "${pkg_name:-unknown}" "$1" "$3"
}

build_line() {
  __habc_say "" "1;37" "${1:-}"
}

warn() {
  __habc_say "WARN: " "1;33" "${1:-}" >&2
}

debug() {
  if [[ -n ${DEBUG:-} ]]; then
    __habc_say "DEBUG: " "0" "${1:-}"
  fi
}

exit_with() {
  __habc_say "ERROR: " "1;31" "${1:-}"
  __habc_message=${1:-}
  __habc_frames=("${FUNCNAME[1]:-main}" "${BASH_SOURCE[1]:-}" "${BASH_LINENO[0]:-0}")
  exit "${2:-1}"
}
