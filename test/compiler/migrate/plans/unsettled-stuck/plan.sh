pkg_name=lantern
pkg_origin=acme
pkg_version=1.4.2
pkg_source=https://example.com/lantern.tar.gz
_source="$SRC_PATH/src"

_tell() { date +"$1"; }
_year=$(_tell %Y)

if [[ -n "$LANTERN_BARE" ]]; then
  do_build() { make bare; }
else
  do_build() { make; }
fi

do_install() {
  make install YEAR="$_year" FROM="$_source"
}
