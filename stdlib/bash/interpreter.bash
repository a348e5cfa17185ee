# fix_interpreter "FILES" IDENT INTERPRETER: FILES is split into words and expanded here, as plans
# quote it.
fix_interpreter() {
  local targets=$1 package=$2 interpreter=$3 path target
  if ! path=$(pkg_interpreter_for "$package" "$interpreter") || [[ -z $path ]]; then
    warn "fix_interpreter() '$package' is not a runtime dependency"
    warn "Only a package in pkg_deps travels with '$pkg_name' and can run its scripts."
    return 1
  fi
  local IFS=$' \t\n'
  for target in $targets; do
    if [[ ! -f $target ]]; then
      debug "Ignoring non-file target: $target"
      continue
    fi
    if [[ -L $target ]]; then
      target=$(readlink --canonicalize --no-newline -- "$target")
    fi
    build_line "Replacing '.*$interpreter' with '$path' in '$target'"
    sed -i -e "s#\\#!.*${interpreter}#\\#!${path}#" -- "$target"
  done
}
