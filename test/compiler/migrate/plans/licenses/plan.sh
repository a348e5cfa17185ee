pkg_name=lantern
pkg_origin=acme
pkg_version=1.4.2
pkg_license=("Apache-2.0 OR MIT" "GPL-2.0+" "Lantern Public License" 'LicenseRef-Lantern' "apache2")
