pkg_name=lantern
pkg_origin=acme
pkg_version=1.4.2
pkg_build_deps=(core/gcc core/go)

do_setup_environment() {
  push_runtime_env PYTHONPATH "$pkg_prefix/lib/python"
  set_buildtime_env -f GOROOT "$(pkg_path_for go)"
}

do_prepare() {
  export CFLAGS="$CFLAGS -O3"
  CFLAGS="$CFLAGS -g"
  GOPATH="$HAB_CACHE_SRC_PATH/go"
  export GOPATH
  export PATH="$GOPATH/bin:$PATH"
  build_line "Building with CFLAGS=$CFLAGS"
}

do_build() {
  local root="$(pkg_path_for core/go)/go" minor=${pkg_version%.*}
  make -C $root GO="$GOPATH" MINOR="$minor"
}

do_install() {
  local target=$pkg_prefix/lib/lantern
  mkdir -p $target
  cores=$(nproc)
  make install TARGET="$target" -j"$cores"
}
