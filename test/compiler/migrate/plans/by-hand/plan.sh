pkg_name=lantern
pkg_origin=acme
pkg_version=1.4.2
pkg_description=$(hostname)
pkg_licenses=(MIT)

_unused() { true; }

_today() { date +%Y; }
pkg_version() { _today; }

do_before() { update_pkg_version; }
do_build() { return 0; }
