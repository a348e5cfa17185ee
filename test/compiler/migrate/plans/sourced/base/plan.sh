pkg_name=lantern
pkg_origin=acme
pkg_version=1.4.2
pkg_license=(MIT)
# The tools.
pkg_build_deps=(core/make)
pkg_source=https://example.com/$pkg_version.tar.gz
pkg_shasum=0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef

do_check() { make check; }

# Installs it.
do_install() {
  make install DESTDIR="$pkg_prefix"
}
