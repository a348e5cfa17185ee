pkg_name=lantern
pkg_origin=acme
pkg_version=1.4.2-beta
pkg_source="https://example.com/${pkg_version%-*}/${pkg_version##*-}/${pkg_version/./_}"
pkg_filename="${pkg_name^^}-${pkg_version:0:3}.tar.gz"
pkg_dirname="${pkg_name:0:1}${pkg_version#1.}"
pkg_description="${pkg_version%.?-beta} and ${pkg_version%%.*} and ${pkg_version//./}"
do_verify() { return 0; }
