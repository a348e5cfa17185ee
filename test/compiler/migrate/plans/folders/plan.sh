pkg_name=lantern
pkg_origin=acme
pkg_version=1.4.2

do_unpack() {
  cd "$HAB_CACHE_SRC_PATH" || exit 1
  tar xf "$PLAN_CONTEXT/lantern.tar"
}

do_build() {
  pushd "src/$pkg_name" > /dev/null
  make
  popd > /dev/null
  ( cd doc && make html )
  make all
}

do_install() {
  pushd src
  make install
  popd
}

do_check() {
  cd tests
  make
  here="$PWD/here"
  make "$here"
  cd ..
  make check
}
