pkg_name=lantern
pkg_origin=acme
pkg_version=2021-10-26
pkg_source="https://example.com/lantern-${pkg_version}.tar.gz"
pkg_shasum=0000000000000000000000000000000000000000000000000000000000000000

pkg_version() {
  cat "$HAB_CACHE_SRC_PATH/$pkg_dirname/VERSION"
}

do_unpack() {
  do_default_unpack
  update_pkg_version
}
