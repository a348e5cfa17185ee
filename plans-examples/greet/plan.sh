# A C program that links to the library of ../greet-lib. CFLAGS, LDFLAGS and LD_RUN_PATH come
# from pkg_deps; the linker writes LD_RUN_PATH into the program, which so finds its library.
pkg_name=greet
pkg_origin=acme
pkg_version=1.4.0
pkg_license=("Apache-2.0")
pkg_description="A program that greets"
pkg_deps=(acme/greet-lib)
pkg_bin_dirs=(bin)

do_build() {
  gcc -O2 $CFLAGS $LDFLAGS -o "$CACHE_PATH/greet" "$PLAN_CONTEXT/src/main.c" -lgreet
}

do_check() {
  "$CACHE_PATH/greet" tester | grep -q "Greetings, tester!"
}

do_install() {
  install -m 0755 "$CACHE_PATH/greet" "$pkg_prefix/bin/"
}
