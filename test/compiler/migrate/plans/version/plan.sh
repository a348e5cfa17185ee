pkg_name=lantern
pkg_origin=acme
pkg_source=https://example.com/lantern.tar.gz

pkg_version() {
  cat "$SRC_PATH/VERSION"
}

do_before() {
  do_default_before
  update_pkg_version
}

do_verify() { return 0; }
