pkg_name=lantern
pkg_origin=acme
pkg_version=1.4.2
shopt -s extglob
export LANTERN_ROOT="$HAB_CACHE_SRC_PATH/lantern"
mkdir -p "$LANTERN_ROOT"
for dir in bin lib; do
  pkg_bin_dirs+=("$dir")
done
declare -A modes=([fast]=1 [slow]="2 3")

do_build() {
  make MODE="${modes[fast]}"
  rm -f !(Makefile)
}
