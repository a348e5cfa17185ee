# The default of do_strip. The driver reads the files' headers, which takes no program for each
# file, and sets one list of files for each way to strip.
do_default_strip() {
  build_line "Stripping unneeded symbols from binaries and libraries"
  __habc_call strip_list ""
  __habc_strip --strip-all "${__habc_strip_all[@]}"
  __habc_strip --strip-unneeded "${__habc_strip_unneeded[@]}"
  __habc_strip --strip-debug "${__habc_strip_debug[@]}"
}

__habc_strip() {
  if (( $# > 1 )); then
    printf '%s\0' "${@:2}" | xargs -0 strip "$1" --
  fi
}
