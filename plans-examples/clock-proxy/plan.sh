# A service that cannot start without another one, to which it binds.
pkg_name=clock-proxy
pkg_origin=acme
pkg_version=0.1.0
pkg_license=("Apache-2.0")
pkg_description="Shows where the clock is"
pkg_binds=([clock]="port interval")

do_build() { return 0; }
do_install() { return 0; }
