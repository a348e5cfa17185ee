pkg_name=lantern
pkg_origin=acme
pkg_version=1.4.2

do_prepare() {
  make one
  make two && sh -c 'exit 4' || return 3
  make three
}

do_build() {
  for f in one two; do
    make "$f"
    [[ $f == two ]] || exit 3
  done
  make three
}

do_install() {
  make install
  echo there | sh -c 'cat; exit 3'
  make three
}
