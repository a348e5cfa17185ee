pkg_name=lanterns
pkg_origin=acme
pkg_version=1.4.2
pkg_type=composite
pkg_services=(acme/lantern acme/database acme/cache)
declare -A pkg_bind_map=([acme/lantern]="database:acme/database cache:acme/cache" [acme/cache]="database:acme/database")
