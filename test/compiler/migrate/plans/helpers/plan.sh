pkg_name=lantern
pkg_origin=acme
pkg_version=1.4.2
pkg_deps=(core/coreutils)
_extra=extra-1.0.tar.gz

do_begin() { build_line "Begin of $pkg_name"; }
do_download() {
  do_default_download
  download_file "https://example.com/$_extra" "$_extra" 0123
}
do_verify() {
  do_default_verify
  verify_file $_extra 0123
}
do_unpack() { do_default_unpack; unpack_file $_extra; }
do_install() {
  do_default_install
  fix_interpreter "$pkg_prefix/bin/*" core/coreutils bin/env
  warn "not yet: ${pkg_version}"
  debug 'plain'
}
do_strip() { return 0; }
do_end() { exit_with "no end" 3; }
