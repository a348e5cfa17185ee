# What the shell of a build holds between its phases, as texts that make another shell hold the
# same, so that a kept build can be taken up.

# What bash itself gives and takes.
__habc_is_bash_own() {
  case $1 in
    BASH | BASH_* | BASHOPTS | BASHPID | COMP_* | COPROC | DIRSTACK | EPOCH* | EUID | FUNCNAME | GROUPS | \
      HISTCMD | HOSTNAME | HOSTTYPE | LINENO | MACHTYPE | OPTARG | OPTERR | OPTIND | OSTYPE | PIPESTATUS | PPID | PWD | \
      RANDOM | SECONDS | SHELLOPTS | SHLVL | SRANDOM | UID | _ | __habc_*) ;;
    *) return 1 ;;
  esac
}

# __habc_send_state: answers with every variable and function, and with how the shell is set.
# The texts go straight to the driver: catching them would take a process for each.
__habc_send_state() {
  local __habc_name
  local -a __habc_all __habc_kept=() __habc_defined=()
  builtin mapfile -t __habc_all < <(builtin compgen -v)
  for __habc_name in "${__habc_all[@]}"; do
    __habc_is_bash_own "$__habc_name" || __habc_kept+=("$__habc_name")
  done
  builtin mapfile -t __habc_all < <(builtin compgen -A function)
  for __habc_name in "${__habc_all[@]}"; do
    [[ $__habc_name == __habc_* ]] || __habc_defined+=("$__habc_name")
  done
  {
    builtin printf '%s\0' "$(( 2 + 4 * (${#__habc_kept[@]} + ${#__habc_defined[@]} + 6) ))" done 0
    for __habc_name in "${__habc_kept[@]}"; do
      builtin printf '%s\0' variable "$__habc_name" 1
      builtin declare -p -- "$__habc_name" || :
      builtin printf '\0'
    done
    for __habc_name in "${__habc_defined[@]}"; do
      builtin printf '%s\0' definition "$__habc_name" 1
      builtin declare -fp -- "$__habc_name" || :
      builtin printf '\0'
    done
    builtin printf '%s\0' shell shopt 1 && { builtin shopt -p || :; } && builtin printf '\0'
    builtin printf '%s\0' shell alias 1 && builtin alias -p && builtin printf '\0'
    builtin printf '%s\0' shell trap 1 && builtin trap -p && builtin printf '\0'
    builtin printf '%s\0' shell umask 1 && builtin umask -p && builtin printf '\0'
    builtin printf '%s\0' shell cwd 1 "cd -- ${PWD@Q}"
    builtin printf '%s\0' shell set 1 && builtin set +o && builtin printf '\0'
  } >&"$__habc_out" 2> /dev/null
}

# __habc_send_exports: answers with what the plan holds now, and with the environment of its commands.
__habc_send_exports() {
  local __habc_variable
  local -a __habc_exported
  __habc_snapshot
  builtin mapfile -t __habc_exported < <(builtin compgen -e)
  for __habc_variable in "${__habc_exported[@]}"; do
    __habc_state+=(export "$__habc_variable" 1 "${!__habc_variable}")
  done
  __habc_send done 0 "${__habc_state[@]}"
}
