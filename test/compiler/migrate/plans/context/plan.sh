pkg_name=lantern
pkg_origin=acme
pkg_version=1.4.2
pkg_source=file://$PLAN_CONTEXT/lantern-$pkg_version.tar.gz
pkg_shasum=0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef
pkg_svc_run="sh ${pkg_svc_data_path}/run $HAB_CACHE_SRC_PATH"
