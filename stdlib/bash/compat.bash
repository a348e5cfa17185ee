# Names of plan-build's own that some plans use, though they were never documented.

_wget_cmd="wget --no-verbose"
_tar_cmd=tar
_shasum_cmd=sha256sum
HAB_BIN=${HAB_BIN:-hab}

_pkg_path_for_build_deps() {
  pkg_path_for "$@"
}

_pkg_path_for_deps() {
  pkg_path_for "$@"
}
