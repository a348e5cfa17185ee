pkg_name=lantern
pkg_origin=acme
pkg_version=1.4.2

pkg_version() {
  date +%Y
}

do_build() { return 0; }
