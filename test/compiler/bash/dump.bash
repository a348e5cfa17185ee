# Sources each plan given in a subshell of its own, with the variables that a build sets first,
# and prints what it set: NUL-separated records on descriptor 9.
dump() {
  local IFS=$' \t\n' v n
  set +efux
  shopt -u nullglob extglob failglob nocasematch
  printf '%s\0' LOADED >&9
  while read -r v; do
    n=$(declare -p "$v" 2>/dev/null)
    [[ $n == *=* || $n == "declare -a"* || $n == "declare -A"* ]] || continue
    n=${n#declare }
    n=${n%% *}
    printf '%s\0' VARIABLE "$v" "$n" >&9
    eval "n=\${#$v[@]}"
    printf '%s\0' "$n" >&9
    eval "(( n )) && printf '%s\0' \"\${!$v[@]}\" \"\${$v[@]}\" >&9"
  done < <(compgen -A variable pkg_)
  while read -r v; do
    [[ $v == dump ]] || printf '%s\0' FUNCTION "$v" >&9
  done < <(compgen -A function)
}
for plan_file in "$@"; do
  printf '%s\0' PLAN >&9
  (
    ulimit -t 2
    declare -A pkg_exports pkg_binds pkg_binds_optional
    pkg_deps=() pkg_build_deps=() pkg_bin_dirs=() pkg_lib_dirs=() pkg_include_dirs=() pkg_exposes=()
    pkg_svc_user=hab
    pkg_svc_path=/hab/svc/@__pkg_name__@
    pkg_svc_config_path=$pkg_svc_path/config
    PLAN_CONTEXT=$PWD PLAN_FILE=$plan_file
    unset plan_file
    set --
    if source "$PLAN_FILE"; then dump; fi
  ) </dev/null >/dev/null 2>&1
done
