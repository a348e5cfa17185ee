pkg_name=lantern
pkg_origin=acme
pkg_version=1.4.2
pkg_deps=(core/glibc core/perl/5.34)
pkg_build_deps=(core/gcc core/coreutils)

do_prepare() {
  sed -i "s#/usr/bin/env#$(pkg_path_for coreutils)/bin/env#" 'some file' *.pl
  patch -p1 < "$PLAN_CONTEXT/fix.patch"
  CC=gcc ./autogen.sh --version="$pkg_version" 2>&1 > /dev/null
}

do_build() {
  ./configure \
    --prefix="$pkg_prefix" \
    --with-perl="$(pkg_path_for core/perl)/bin/perl" \
    --with-cflags="$CFLAGS -O2" \
    --jobs "$(nproc)"
  make -j"$(nproc)" CFLAGS="${CFLAGS}" $LDFLAGS FLAVOUR="a b" NAME='single $x' --a-rather-long-option --and-another-one
  make extra || true
}

do_check() {
  make check && make distcheck
}

do_install() {
  make install PREFIX=$pkg_prefix
  [[ -f README ]] && cp README "$pkg_prefix/"
  rm -rf "${pkg_prefix:?}/share/"{doc,info} "${pkg_prefix}"/lib/*.la
  for f in a b "$pkg_name"; do
    ln -s "../$f" "$pkg_prefix/bin/$f.$pkg_version"
  done
  echo "$pkg_ident" >> "$pkg_prefix/list"
}
