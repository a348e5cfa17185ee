pkg_name=lantern
pkg_origin=acme
pkg_version=1.4.2
pkg_deps=(core/glibc)
pkg_build_deps=(core/gcc core/make)

# Only for the first stage of a toolchain.
if [[ "$STUDIO_TYPE" = "stage1" ]]; then
  pkg_deps=()
  pkg_build_deps=(core/gcc-with-a-long-name core/coreutils core/diffutils core/another-package core/make)
fi
