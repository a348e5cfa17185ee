# The phase host of a plan.sh: the one bash process that loads the plan and runs all its
# callbacks, told by the driver what to do (messages.ts).
#
# The loop stands at the top level, not in a function: a `declare` at the top of a plan must make
# a global variable.

__habc_home=${BASH_SOURCE[0]%/*}
unset TERMINFO
umask 0022

for __habc_name in channel bridged output text archive interpreter defaults service strip steps compat state shell; do
  source "$__habc_home/$__habc_name.bash"
done

# What exit_with leaves for the end: its message and the place of its call.
__habc_message=
__habc_frames=()

# __habc_on_exit STATUS COMMAND LINE: the end of everything, wanted or not.
__habc_on_exit() {
  local status=$1 command=$2 line=$3 at
  if (( BASH_SUBSHELL > 0 )); then
    builtin exit "$status"
  fi
  builtin trap - ERR EXIT HUP INT QUIT TERM
  builtin set +eu
  # Where no line is known it is that of the function, if it ended in one.
  if [[ -z $line ]]; then
    line=$(builtin shopt -s extdebug; builtin declare -F -- "${FUNCNAME[1]:-}") || line=
    line=${line#* } line=${line%% *}
  fi
  if (( ${#__habc_frames[@]} == 0 )); then
    for (( at = 1; at < ${#FUNCNAME[@]}; at++ )); do
      (( at == 1 )) || line=${BASH_LINENO[at-1]}
      if [[ ${BASH_SOURCE[at]} != "$__habc_home"/* ]]; then
        __habc_frames+=("${FUNCNAME[at]}" "${BASH_SOURCE[at]}" "${line:-0}")
      fi
    done
  fi
  [[ $command != *__habc_* ]] || command=
  __habc_send failed "$status" "${__habc_message:-$command}" "${__habc_frames[@]}"
  local -a __habc_frame
  while __habc_receive __habc_frame; do
    case ${__habc_frame[0]} in
      shell)
        __habc_shell "${__habc_frame[@]:2}" || :
        __habc_send done 0
        ;;
      final) __habc_final "${__habc_frame[1]}" ;;
      try) __habc_try "${__habc_frame[@]:1}" ;;
      exit) builtin exit "${__habc_frame[1]}" ;;
    esac
  done
  builtin exit "$status"
}

# __habc_final FUNCTION: a last callback runs by itself; its failure ends only itself.
__habc_final() {
  local status=0
  if builtin declare -F -- "$1" > /dev/null; then
    builtin set +e
    builtin trap - ERR EXIT
    (
      builtin set -e
      "$1"
    )
    status=$?
  fi
  __habc_send done "$status"
}

# __habc_try FUNCTION CWD [ARGUMENT...]: calls it in a subshell, so that a failure ends only this call.
__habc_try() {
  local __habc_status
  builtin set +e
  builtin trap - ERR
  (
    builtin set -e
    [[ -z $2 ]] || builtin cd "$2"
    "$1" "${@:3}"
  )
  __habc_status=$?
  __habc_send done "$__habc_status"
}

# __habc_run_text TEXT: runs a text as a function's body, so that it can return and have local variables.
__habc_run_text() {
  builtin eval "__habc_text() {"$'\n'"$1"$'\n'"}"
  __habc_text
}

__habc_trap_errors() {
  builtin trap '__habc_on_exit "$?" "$BASH_COMMAND" "$LINENO"' ERR
}

builtin set -eE
__habc_trap_errors
# In a trap of EXIT, LINENO says nothing.
builtin trap '__habc_on_exit "$?" "$BASH_COMMAND" ""' EXIT
builtin trap 'exit 129' HUP
builtin trap 'exit 130' INT
builtin trap 'exit 131' QUIT
builtin trap 'exit 143' TERM

while __habc_receive __habc_frame; do
  case ${__habc_frame[0]} in
    assign)
      __habc_assign "${__habc_frame[@]:1}"
      ;;
    bridge)
      __habc_bridge "${__habc_frame[@]:1}"
      ;;
    load)
      # As a condition: a failing command at the top of a plan does not stop its loading. Called
      # through `builtin` it would.
      if source "${__habc_frame[1]}"; then
        __habc_status=0
      else
        __habc_status=$?
      fi
      __habc_snapshot
      __habc_functions
      __habc_send done "$__habc_status" "${__habc_state[@]}"
      ;;
    run | eval)
      if [[ -n ${__habc_frame[2]} ]]; then
        builtin pushd "${__habc_frame[2]}" > /dev/null
      fi
      [[ -z ${DEBUG:-} ]] || builtin set -x
      if [[ ${__habc_frame[0]} == eval ]]; then
        __habc_run_text "${__habc_frame[1]}"
      elif builtin declare -F -- "${__habc_frame[1]}" > /dev/null; then
        "${__habc_frame[1]}" "${__habc_frame[@]:3}"
      fi
      { [[ -z ${DEBUG:-} ]] || builtin set +x; } 2> /dev/null
      if [[ -n ${__habc_frame[2]} ]]; then
        builtin popd > /dev/null 2>&1 || builtin cd "$PLAN_CONTEXT"
      fi
      __habc_snapshot
      # The plan.ts that a text is of has its own environment.
      [[ ${__habc_frame[0]} != eval ]] || __habc_exports
      __habc_send done 0 "${__habc_state[@]}"
      ;;
    try)
      __habc_try "${__habc_frame[@]:1}"
      __habc_trap_errors
      builtin set -e
      ;;
    shell)
      [[ -z ${__habc_frame[1]} ]] || pushd "${__habc_frame[1]}" > /dev/null
      if __habc_shell "${__habc_frame[@]:2}"; then
        __habc_status=0
      else
        __habc_status=$?
      fi
      [[ -z ${__habc_frame[1]} ]] || popd > /dev/null
      __habc_snapshot
      __habc_exports
      __habc_send done "$__habc_status" "${__habc_state[@]}"
      ;;
    state)
      __habc_send_state
      ;;
    restore)
      # At the top level, as a `declare` makes a global variable only there, and from a file, so
      # that bash takes its functions for the plan's.
      builtin set +eu
      builtin trap - ERR EXIT HUP INT QUIT TERM
      builtin source <(builtin printf '%s' "${__habc_frame[1]}")
      __habc_send_exports
      ;;
    final)
      __habc_final "${__habc_frame[1]}"
      ;;
    exit)
      builtin trap - ERR EXIT
      builtin exit "${__habc_frame[1]}"
      ;;
  esac
done
builtin trap - ERR EXIT
builtin exit 0
