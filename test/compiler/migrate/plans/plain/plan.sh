pkg_name=lantern
pkg_origin=acme
pkg_version=1.4.2
pkg_license=("Apache-2.0" "MIT")
pkg_description='Shows a "light"'
pkg_maintainer="Ada Example <ada@example.com>"
pkg_upstream_url=https://lantern.example.com
pkg_bin_dirs=(bin)

do_build() {
  return 0
}

do_install() {
  return 0
}
