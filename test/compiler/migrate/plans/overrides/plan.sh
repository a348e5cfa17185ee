pkg_name=lantern
pkg_origin=acme
pkg_version=1.4.2

do_default_download() {
  git clone https://example.com/lantern "$CACHE_PATH"
}

do_build() { make; }
do_install() { return 0; }
