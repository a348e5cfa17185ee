# The package of ../hello, written for bash.
pkg_name=hello
pkg_origin=acme
pkg_version=1.0.0
pkg_maintainer="The habc authors"
pkg_license=("Apache-2.0")
pkg_description="A script that greets"
pkg_bin_dirs=(bin)

do_build() {
  return 0
}

do_install() {
  cat > "$pkg_prefix/bin/hello" << 'EOT'
#!/bin/sh
echo "Hello, ${1:-world}!"
EOT
  chmod 0755 "$pkg_prefix/bin/hello"
}
