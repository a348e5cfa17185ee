pkg_name=lantern
pkg_origin=acme
pkg_version=1.4.2
pkg_deps=(core/bash)

do_install() {
  cat <<EOF > "$pkg_prefix/bin/lantern"
#!$(pkg_path_for bash)/bin/bash
exec ${pkg_prefix}/libexec/lantern "\$@"
EOF
  chmod +x "$pkg_prefix/bin/lantern"
}

do_end() {
  cat > "$pkg_prefix/etc/lantern.conf" <<'EOF'
[lantern]
price = $5 \ `now`
EOF
  cat >>"$pkg_prefix/etc/lantern.conf" <<EOF
version = ${pkg_version}
prefix = $pkg_prefix
EOF
}
