pkg_name=lantern
pkg_origin=acme
pkg_version=1.4.2
pkg_scaffolding=core/scaffolding-go
scaffolding_go_base_path=github.com/acme
scaffolding_go_build_deps=(github.com/acme/light)

do_install() {
  scaffolding_go_install
}
