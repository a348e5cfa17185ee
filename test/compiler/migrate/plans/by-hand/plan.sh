pkg_name=lantern
pkg_origin=acme
pkg_version=1.4.2
pkg_description=$(hostname)
pkg_licenses=(MIT)

_unused() { true; }

do_build() { return 0; }
do_after_failure() { do_build; }
