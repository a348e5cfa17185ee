# What the interactive shell of a build begins with: the state of the place where it is opened, its own
# commands, its prompt. Sourced by `bash -i` (shell.bash).

source "/dev/fd/$__habc_shell_state" 2> /dev/null
exec {__habc_shell_state}<&-
# Not for the programs that are started here.
export -n __habc_shell_state __habc_shell_rc
set +eEu
trap - ERR

# The number of the terminal, from the field tty_nr of proc_pid_stat(5).
__habc_terminal_number() {
  local IFS=' ' stat device
  read -r stat < "/proc/$$/stat"
  read -r _ _ _ _ device _ <<< "${stat##*) }"
  printf '%s' "$(((((device >> 8) & 0xfff) - 136) * 256 + (device & 0xff)))"
}

# What an interactive bash sets for itself.
__habc_is_shell_own() {
  case $1 in
    COLUMNS | HIST* | IGNOREEOF | LINES | MAILCHECK | OLDPWD | PROMPT_* | PS[0-4] | READLINE_* | SHELL | TERM) ;;
    *) __habc_is_bash_own "$1" ;;
  esac
}

# __habc_note ARRAY NAMES COMMAND...: gives in the map ARRAY what COMMAND prints of each name.
__habc_note() {
  local -n __habc_map=$1
  local __habc_name __habc_at
  local -a __habc_texts
  mapfile -d '' -t __habc_texts < <(
    compgen -A "$2" | while IFS= read -r __habc_name; do
      printf '%s\0' "$__habc_name"
      "${@:3}" "$__habc_name" 2> /dev/null
      printf '\0'
    done
  )
  __habc_map=()
  for (( __habc_at = 0; __habc_at < ${#__habc_texts[@]}; __habc_at += 2 )); do
    __habc_map[${__habc_texts[__habc_at]}]=${__habc_texts[__habc_at + 1]%$'\n'}
  done
}

# Prints bash that makes the changes that were made here in the shell of the plan.
__habc_print_changes() {
  local -A __habc_variables_now __habc_functions_now
  local __habc_name
  __habc_note __habc_variables_now variable declare -p --
  __habc_note __habc_functions_now function declare -f --
  for __habc_name in "${!__habc_variables_now[@]}"; do
    if [[ ${__habc_variables_now[$__habc_name]} != "${__habc_variables[$__habc_name]-}" ]] &&
      ! __habc_is_shell_own "$__habc_name"; then
      printf '__habc_take %s\n' "${__habc_variables_now[$__habc_name]@Q}"
    fi
  done
  for __habc_name in "${!__habc_variables[@]}"; do
    if [[ -z ${__habc_variables_now[$__habc_name]+there} ]] && ! __habc_is_shell_own "$__habc_name"; then
      printf 'unset -v -- %q\n' "$__habc_name"
    fi
  done
  for __habc_name in "${!__habc_functions_now[@]}"; do
    if [[ ${__habc_functions_now[$__habc_name]} != "${__habc_functions[$__habc_name]-}" ]]; then
      printf '%s\n' "${__habc_functions_now[$__habc_name]}"
    fi
  done
  for __habc_name in "${!__habc_functions[@]}"; do
    [[ -n ${__habc_functions_now[$__habc_name]+there} ]] || printf 'unset -f -- %q\n' "$__habc_name"
  done
}

__habc_leave() {
  local status=$?
  trap - EXIT
  case ${__habc_shell_place[0]} in
    attach) __habc_call terminal '' end "${__habc_end_status:-0}" "$(__habc_print_changes)" ;;
    enter | run) __habc_call terminal '' end "$status" '' ;;
  esac
}

# The commands of the reference's `attach`, where the plan has no functions of these names.

__habc_define() {
  if ! declare -F -- "$1" > /dev/null; then
    eval "function $1 { $2 \"\$@\"; }"
  fi
}

# The lines of the plan around the place.
__habc_whereami() {
  local function=${__habc_shell_place[2]} file=${__habc_shell_place[3]} line=${__habc_shell_place[4]}
  local at mark first=$(( line > 6 ? line - 6 : 0 ))
  local -a lines
  if [[ ! -f $file ]]; then
    build_line "In ${function:-the build}"
    return
  fi
  build_line "$file:$line${function:+ in $function}"
  mapfile -t -s "$first" -n 11 lines < "$file"
  for at in "${!lines[@]}"; do
    mark=' '
    (( first + at + 1 != line )) || mark='>'
    printf '%s %4d  %s\n' "$mark" "$(( first + at + 1 ))" "${lines[at]}"
  done
}

# Every variable but bash's and habc's own.
__habc_vars() {
  local -A __habc_all
  local __habc_name
  __habc_note __habc_all variable declare -p --
  while IFS= read -r __habc_name; do
    if [[ -n ${__habc_all[$__habc_name]} ]] && ! __habc_is_shell_own "$__habc_name"; then
      printf '%s\n' "${__habc_all[$__habc_name]#declare * }"
    fi
  done < <(printf '%s\n' "${!__habc_all[@]}" | sort)
}

__habc_exit_program() {
  __habc_end_status=${1:-1}
  exit
}

# Builds in the studio, by way of the driver, which has the keys and the package store. What is
# exported here and reaches builds reaches this one.
__habc_build() {
  local flag='' name
  local -a exported=()
  [[ -t 1 ]] || flag=piped
  while IFS= read -r name; do
    exported+=("$name=${!name}")
  done < <(compgen -e)
  __habc_call build "$flag" "${#exported[@]}" "${exported[@]}" "$@"
}

__habc_call terminal '' is "$(__habc_terminal_number)" || exit
case ${__habc_shell_place[0]} in
  attach)
    __habc_define whereami __habc_whereami
    __habc_define @ __habc_whereami
    __habc_define vars __habc_vars
    __habc_define exit-program __habc_exit_program
    build_line "attach: what is set here is carried back. \`exit\` goes on with the build,"
    build_line "\`exit-program\` ends it, \`whereami\` shows the place, \`vars\` the variables."
    __habc_whereami
    ;;
  failure)
    __habc_define whereami __habc_whereami
    __habc_define @ __habc_whereami
    __habc_define vars __habc_vars
    warn "${__habc_shell_place[1]}"
    build_line "This shell is where it failed: \`exit\` ends the build, \`whereami\` shows the place."
    __habc_whereami
    ;;
  enter)
    build() { __habc_build "$@"; }
    printf '   habc: The studio of %s: `build PLAN` builds, `exit` leaves\n' "${__habc_shell_place[1]}"
    HISTFILE=~/.bash_history
    ;;
  run)
    trap __habc_leave EXIT
    "${__habc_shell_place[@]:5}"
    exit
    ;;
esac

declare -A __habc_variables __habc_functions
__habc_note __habc_variables variable declare -p --
__habc_note __habc_functions function declare -f --
trap __habc_leave EXIT
[[ ${__habc_shell_place[0]} == enter ]] || unset HISTFILE
PS1="[${pkg_name:-habc}] \w \\$ "
# UTF-8 as it is typed, whatever the locale is.
bind 'set input-meta on' 'set output-meta on' 'set convert-meta off' 2> /dev/null

if [[ ${__habc_shell_place[0]} == enter && -z ${HAB_STUDIO_NOSTUDIORC:-} && -f /src/.studiorc ]]; then
  source /src/.studiorc
fi
