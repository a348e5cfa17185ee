# An interactive shell in the middle of a build: a bash of its own, on a terminal of its own, with the
# variables, functions and helpers of the place where it is opened. What the user changes there is
# carried back.
#
# The driver (runtime/shell/) connects the terminal; `__habc_call terminal` speaks with it.

attach() {
  local __habc_status=0
  local -a __habc_caller=("${FUNCNAME[1]}" "${BASH_SOURCE[1]}" "${BASH_LINENO[0]}")
  # A bash text of a plan.ts has no place that could be shown.
  [[ ${BASH_SOURCE[1]} != "$__habc_home"/* ]] || __habc_caller=('' '' 0)
  __habc_shell attach '' "${__habc_caller[@]}" || __habc_status=$?
  if (( __habc_status != 0 )); then
    __habc_message='attach: exit-program'
    [[ -z ${__habc_caller[1]} ]] || __habc_frames=("${__habc_caller[@]}")
    builtin exit "$__habc_status"
  fi
}

# __habc_shell KIND TITLE FUNCTION FILE LINE [COMMAND...]: see `shell` in messages.ts. The status is not 0
# where the user ends the build, or that of a shell or command of a studio.
__habc_shell() {
  local __habc_place __habc_changes __habc_shell_state
  local -a __habc_places
  if ! __habc_place=$(__habc_call terminal '' open "$2" "${4##*/}" "$5"); then
    # Of a plan that is being loaded the driver says more.
    [[ -z $__habc_place ]] || warn "$__habc_place"
    builtin return 0
  fi
  builtin mapfile -t __habc_places <<< "$__habc_place"
  builtin exec {__habc_shell_state}< <(__habc_shell_state "$@")
  # Like every program of a build script(1) runs without a terminal; it makes one.
  SHELL=$BASH __habc_shell_state=$__habc_shell_state __habc_shell_rc=$__habc_home/shell-rc.bash \
    "${__habc_places[@]:2}" -qfc 'exec "$BASH" --noprofile --rcfile "$__habc_shell_rc" -i' /dev/null \
    < "${__habc_places[0]}" > "${__habc_places[1]}" 2>&1 || :
  builtin exec {__habc_shell_state}<&-
  if __habc_changes=$(__habc_call terminal '' close); then
    builtin set --
  else
    builtin set -- "$?"
  fi
  builtin eval "$__habc_changes"
  builtin return "${1:-0}"
}

# __habc_shell_state KIND TITLE FUNCTION FILE LINE: all that the other shell is to hold, as bash. What is
# local here is global there.
__habc_shell_state() {
  builtin set +eu
  builtin trap - ERR EXIT
  builtin shopt -p dotglob extglob failglob globstar nocaseglob nocasematch nullglob
  local -a __habc_shell_place=("$@")
  local __habc_name
  while IFS= read -r __habc_name; do
    case $__habc_name in
      __habc_shell_place) ;;
      __habc_*) builtin declare -p -- "$__habc_name" ;;
      *) __habc_is_bash_own "$__habc_name" || builtin declare -p -- "$__habc_name" ;;
    esac
  done < <(compgen -v)
  builtin declare -p __habc_shell_place
  builtin declare -f
  builtin alias -p
} 2> /dev/null

# __habc_take DECLARATION: sets a variable as `declare -p` tells it, where it is visible now: a local
# variable stays local.
__habc_take() {
  local __habc_flags __habc_name __habc_value
  [[ $1 =~ ^declare\ -([^ ]+)\ ([A-Za-z_][A-Za-z_0-9]*)(=(.*))?$ ]] || builtin return 0
  __habc_flags=${BASH_REMATCH[1]} __habc_name=${BASH_REMATCH[2]} __habc_value=${BASH_REMATCH[4]}
  if ! builtin declare -p -- "$__habc_name" &> /dev/null; then
    builtin eval "declare -g -$__habc_flags $__habc_name${BASH_REMATCH[3]}"
    builtin return
  fi
  [[ -z ${BASH_REMATCH[3]} ]] || builtin eval "$__habc_name=$__habc_value"
  if [[ $__habc_flags == *x* ]]; then
    builtin export -- "$__habc_name"
  else
    builtin export -n -- "$__habc_name"
  fi
}
