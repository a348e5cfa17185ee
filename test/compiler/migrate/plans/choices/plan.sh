pkg_name=lantern
pkg_origin=acme
pkg_version=1.4.2
if [ -n "$FIRST_PASS" ]; then
  pkg_deps=(core/gcc)
elif [[ $STUDIO_TYPE == stage1 ]]; then
  pkg_deps=(core/stage1)
else
  pkg_deps=(core/gcc-libs)
fi
[[ $STUDIO_TYPE == stage1 ]] && pkg_description="A small one"
pkg_upstream_url=${LANTERN_HOME:-https://example.com}
pkg_scaffolding=
true
