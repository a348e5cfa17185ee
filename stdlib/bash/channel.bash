# The bash end of the protocol between the driver and a phase host (messages.ts).
#
# Names that begin with __habc are habc's own. Everything here keeps working whatever the plan
# does to IFS, shopt, noclobber and the low file descriptors, and whichever builtins it has functions
# of the same names for.

# Out of the way of plans, which use 3 and up.
exec {__habc_out}>&3 {__habc_in}<&4 3>&- 4<&-

# One token in a pipe: who holds it may call the driver. Subshells of a plan can call at once.
exec {__habc_token}<> <(:)
printf . >&"$__habc_token"

# __habc_send TEXT...: writes one frame.
__habc_send() {
  builtin printf '%s\0' "$#" "$@" >&"$__habc_out"
}

# __habc_receive ARRAY: reads one frame; fails when the driver is gone.
__habc_receive() {
  local __habc_count
  IFS= builtin read -r -d '' -u "$__habc_in" __habc_count || builtin return 1
  builtin mapfile -d '' -t -n "$__habc_count" -u "$__habc_in" "$1"
}

# __habc_assign ASSIGNMENT...: sets global variables, as messages.ts describes them.
__habc_assign() {
  local __habc_kind __habc_name __habc_size __habc_at
  while (( $# > 2 )); do
    __habc_kind=$1 __habc_name=$2 __habc_size=$3
    builtin shift 3
    case $__habc_kind in
      string) builtin declare -g -- "$__habc_name=$1" ;;
      export) builtin declare -gx -- "$__habc_name=$1" ;;
      unset) builtin unset -v -- "$__habc_name" ;;
      umask) builtin umask "$__habc_name" ;;
      list)
        builtin declare -ga -- "$__habc_name"
        local -n __habc_list=$__habc_name
        __habc_list=("${@:1:__habc_size}")
        builtin unset -n __habc_list
        ;;
      map)
        builtin declare -gA -- "$__habc_name"
        local -n __habc_map=$__habc_name
        __habc_map=()
        for (( __habc_at = 1; __habc_at < __habc_size; __habc_at += 2 )); do
          __habc_map["${!__habc_at}"]=${@:__habc_at+1:1}
        done
        builtin unset -n __habc_map
        ;;
    esac
    builtin shift "$__habc_size"
  done
}

# __habc_call HELPER FLAGS ARGUMENT...: calls a helper of the driver, prints what it prints,
# sets what it sets, and returns its status.
__habc_call() {
  local __habc_byte
  local -a __habc_reply
  IFS= builtin read -r -N 1 -u "$__habc_token" __habc_byte
  __habc_send call "$1" "$2" "$PWD" "${@:3}"
  __habc_receive __habc_reply || builtin exit 1
  # What the other host changed meanwhile may come first.
  while [[ ${__habc_reply[0]} == assign ]]; do
    __habc_assign "${__habc_reply[@]:1}"
    __habc_receive __habc_reply || builtin exit 1
  done
  builtin printf . >&"$__habc_token"
  __habc_assign "${__habc_reply[@]:4}"
  builtin printf '%s' "${__habc_reply[2]}"
  builtin printf '%s' "${__habc_reply[3]}" >&2
  builtin return "${__habc_reply[1]}"
}

# __habc_snapshot: gives in __habc_state what the plan holds now: the variables that the driver
# asked for in __habc_strings, __habc_lists and __habc_maps, the hints HAB_ENV_*, the umask.
__habc_snapshot() {
  local __habc_name __habc_key __habc_value
  __habc_state=()
  for __habc_name in "${__habc_strings[@]}" "${!HAB_ENV_@}"; do
    local -n __habc_string=$__habc_name
    if [[ -n ${__habc_string+set} ]]; then
      __habc_state+=(string "$__habc_name" 1 "$__habc_string")
    fi
    builtin unset -n __habc_string
  done
  for __habc_name in "${__habc_lists[@]}"; do
    local -n __habc_list=$__habc_name
    __habc_state+=(list "$__habc_name" "${#__habc_list[@]}" "${__habc_list[@]}")
    builtin unset -n __habc_list
  done
  for __habc_name in "${__habc_maps[@]}"; do
    local -n __habc_map=$__habc_name
    __habc_state+=(map "$__habc_name" "$(( ${#__habc_map[@]} * 2 ))")
    for __habc_key in "${!__habc_map[@]}"; do
      __habc_state+=("$__habc_key" "${__habc_map[$__habc_key]}")
    done
    builtin unset -n __habc_map
  done
  # The builtin umask could only be read through a fork.
  while IFS=$': \t' builtin read -r __habc_key __habc_value; do
    if [[ $__habc_key == Umask ]]; then
      __habc_state+=(umask "$__habc_value" 0)
      break
    fi
  done < "/proc/$BASHPID/status"
}

# __habc_exports: appends to __habc_state what was exported, or exported with another value, since
# the last call.
declare -A __habc_exported=()
__habc_exports() {
  local __habc_name
  local -a __habc_names
  builtin mapfile -t __habc_names < <(builtin compgen -e)
  for __habc_name in "${__habc_names[@]}"; do
    case $__habc_name in PWD | OLDPWD | SHLVL | _) continue ;; esac
    if [[ ${__habc_exported[$__habc_name]-} != "${!__habc_name}" ]]; then
      __habc_exported[$__habc_name]=${!__habc_name}
      __habc_state+=(export "$__habc_name" 1 "${!__habc_name}")
    fi
  done
}

# __habc_functions: appends to __habc_state every function that a file other than habc's own
# defined, with its place.
__habc_functions() {
  local __habc_line __habc_name __habc_number __habc_file
  local -a __habc_lines
  builtin mapfile -t __habc_lines < <(
    builtin shopt -s extdebug
    while builtin read -r _ _ __habc_name; do builtin declare -F -- "$__habc_name"; done < <(builtin declare -F)
  )
  for __habc_line in "${__habc_lines[@]}"; do
    IFS=' ' builtin read -r __habc_name __habc_number __habc_file <<< "$__habc_line"
    if [[ $__habc_file != "$__habc_home"/* ]]; then
      __habc_state+=(function "$__habc_name" 2 "$__habc_file" "$__habc_number")
    fi
  done
}
