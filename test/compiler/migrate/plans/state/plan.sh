pkg_name=lantern
pkg_origin=acme
pkg_version=1.4.2
pkg_build_deps=(core/gcc)
_flags=(--one "--two=a b")
_mode=fast

do_before() {
  jobs=4
  _clean=yes
}

do_build() {
  make -j $jobs
}

do_check() {
  make check "${_flags[@]}" MODE="$_mode"
}

do_install() {
  if [[ ! -e /usr/bin/file ]]; then
    ln -s "$(pkg_path_for gcc)/bin/file" "$pkg_prefix/bin/${_mode}"
  fi
  find . -name '*.orig' -print0 | xargs -0 rm -f
}

do_end() {
  [[ -z $_clean ]] || rm -rf "$pkg_prefix/${_mode}"/{a,b}
}
