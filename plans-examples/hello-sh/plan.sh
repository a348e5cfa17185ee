# The package of ../hello, written for bash.
pkg_name=hello
pkg_origin=acme
pkg_version=1.0.0
pkg_license=("Apache-2.0")
pkg_description="A script that greets"
pkg_bin_dirs=(bin)

do_build() {
  sed "s/@version@/$pkg_version/" hello.sh > "$CACHE_PATH/hello"
}

do_install() {
  install -m 755 "$CACHE_PATH/hello" "$pkg_prefix/bin/hello"
}
