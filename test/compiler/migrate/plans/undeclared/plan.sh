pkg_name=lantern
pkg_origin=acme
pkg_version=1.4.2
pkg_build_deps=(core/gcc)

do_build() { make GLIBC="$(pkg_path_for glibc)"; }
do_install() { fix_interpreter "$pkg_prefix/bin/*" core/gcc bin/env; }
