pkg_name=lantern
pkg_origin=acme
pkg_version=1.4.2
_wrappers="$pkg_name-$pkg_version"

_say() {
  build_line "$1 of ${_wrappers}"
}

# Makes a wrapper.
_wrap() {
  cat <<EOF > "$pkg_prefix/bin/$1"
#!/bin/sh
exec ${pkg_prefix}/libexec/$1 "\$@"
EOF
	chmod +x "$pkg_prefix/bin/$1"
}

do_build() {
  _say Building
  make
}

do_install() {
	_say Installing
	make install
	_wrap lantern
	_wrap "light" && printf '%s\n' "it's ${pkg_name%%n*}"
}

do_strip() { return 0; }
