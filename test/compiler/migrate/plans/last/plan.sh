pkg_name=lantern
pkg_origin=acme
pkg_version=1.4.2

do_prepare() {
  if [[ ! -e /usr/bin/file ]]; then
    touch "$CACHE_PATH/file"
    _clean_file=true
  fi
}

do_end() {
  if [[ -n "${_clean_file}" ]]; then
    rm -v "$CACHE_PATH/file"
  fi
}

do_after_success() {
  build_line "Made $pkg_ident"
}

# Cleans up, too.
do_after_failure() {
  do_end
}
