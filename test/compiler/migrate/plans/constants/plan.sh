# The name that upstream uses.
_distname=LanternLight
_base="https://example.com/$_distname"
pkg_name=lantern
_alias=$pkg_name
pkg_origin=acme
pkg_version=1.4.2
_major=${pkg_version%%.*}
pkg_source="$_base/$_alias-$_major/$_distname-${pkg_version}.tar.gz"
pkg_shasum=0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef
pkg_dirname="${_distname}-${pkg_version}"
pkg_lib_dirs=("lib/$_distname")
pkg_include_dirs=(include "include/lantern-${pkg_version}")
pkg_bin_dirs=(bin)

do_install() {
  make install NAME="$_distname" MAJOR="$_major"
}
