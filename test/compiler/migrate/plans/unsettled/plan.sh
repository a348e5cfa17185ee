pkg_name=lantern
pkg_origin=acme
pkg_version=1.4.2
pkg_dirname=lantern-$pkg_version
_place="$HAB_CACHE_SRC_PATH/$pkg_dirname"
_base="$pkg_name of $(uname -s)"

if [[ "$STUDIO_TYPE" == stage1 ]]; then
  _flavour=bare
else
  _flavour="full $_base"
fi

export LANTERN_MADE=$(cat no-such-file 2> /dev/null)

do_before() {
  pkg_dirname=elsewhere
}

do_check() {
  make check "$_place"
}

do_build() {
  make "$_flavour"
}

do_install() {
  for f in a b; do
    make "$f" "$_flavour" "${LANTERN_MADE-unset}"
  done
}
