# Helpers of the driver, as functions of the shell.

# __habc_bridge HELPER...: makes a function for each helper that the driver has.
__habc_bridge() {
  local name
  for name; do
    eval "$name() { __habc_call $name '' \"\$@\"; }"
  done
  update_pkg_version() { __habc_update_pkg_version; }
  download_file() { __habc_download_file "$@"; }
}

# The plan's own function says the version here; the driver does all that follows from it.
__habc_update_pkg_version() {
  if declare -F -- pkg_version > /dev/null; then
    local version
    version=$(pkg_version)
    __habc_call update_pkg_version '' "$version"
  else
    __habc_call update_pkg_version ''
  fi
}

# A file that the build can see is copied by the build, which cannot see what it should not.
__habc_download_file() {
  local url=$1 file=$2 sum=${3:-}
  if [[ $url != file://* ]]; then
    __habc_call download_file '' "$url" "$file" "$sum"
    return
  fi
  build_line "Copying '$url' to '$file'"
  cp -- "${url#file://}" "$HAB_CACHE_SRC_PATH/$file"
  if [[ -n $sum ]]; then
    verify_file "$file" "$sum"
  fi
}
