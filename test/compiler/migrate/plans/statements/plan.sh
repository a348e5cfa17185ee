pkg_name=lantern
pkg_origin=acme
pkg_version=1.4.2
source_dir=$HAB_CACHE_SRC_PATH/src/$pkg_name

do_unpack() {
  local unpack_file
  unpack_file="$HAB_CACHE_SRC_PATH/lantern.tar"
  cd "$source_dir" || exit 1
  tar xf "$unpack_file" || return 1
  tar tf "$unpack_file" "$source_dir/out"
  return $?
}

do_prepare() {
  export GOPATH
  GOPATH="$source_dir/go"
  # The first command may fail.
  sh -c 'cat README; exit 3' | sed s/a/b/
  for f in one two; do
    make "$f"
  done
}

do_build() {
  ls -1 | while read -r f; do
    [[ $f == README ]] || continue
    make "$f" "$pkg_name"
  done
  while IFS=: read -r name value; do
    make "$name=$value"
  done < README
  if [[ -e README ]]; then
    make there
  else
    exit 1
  fi
}

do_check() {
  find . -name 'README*' -print0 | while read -rd '' f; do
    case "$f" in
      *.orig) continue ;;
      *) make check "$f" "$source_dir" ;;
    esac
  done
  ( f=sub; make "$f" )
  for f in $(ls -1 | sort -r | head -n 2); do
    make "$f" "$(cat README no-such-file 2> /dev/null | head -n 1)"
  done
}

do_install() {
  local maj
  maj="${pkg_version%%.*}"
  make install MAJOR="$maj"
  for f in a b; do
    touch "$pkg_prefix/$f"
  done
}
