# The default callbacks, and the callbacks of a plan that defines none.
#
# do_check, do_after_success and do_after_failure have no default: they run where a plan defines
# them.

for __habc_name in begin before download verify clean unpack prepare build install \
  build_config build_service strip after end; do
  eval "do_$__habc_name() { do_default_$__habc_name; }"
done
do_setup_environment() { return 0; }

do_default_begin() { return 0; }
do_default_before() { return 0; }
do_default_prepare() { return 0; }
do_default_after() { return 0; }
do_default_end() { return 0; }

do_default_download() {
  if [[ -n ${pkg_source:-} ]]; then
    download_file "$pkg_source" "$pkg_filename" "${pkg_shasum:-}"
  fi
}

do_default_verify() {
  if [[ -n ${pkg_filename:-} ]]; then
    verify_file "$pkg_filename" "${pkg_shasum:-}"
  fi
}

do_default_clean() {
  build_line "Clean the cache"
  rm -rf -- "$CACHE_PATH"
}

do_default_unpack() {
  if [[ -n ${pkg_filename:-} ]]; then
    unpack_file "$pkg_filename"
  fi
}

do_default_build() {
  ./configure --prefix="$pkg_prefix"
  make
}

do_default_install() {
  make install
}
