pkg_name=lantern
pkg_origin=acme
pkg_version=1.4.2
pkg_exports=(
  [port]=server.port
  [host]=server.host
  [log-level]=log.level
)
pkg_exposes=(port)
pkg_binds=([database]="port host")
pkg_binds_optional=([cache]="port")
pkg_svc_user=root
pkg_svc_group=$pkg_svc_user
pkg_shutdown_signal=QUIT
pkg_shutdown_timeout_sec=20
do_build() { :; }
do_install() { true; }
