# Steps of habc's own between the callbacks that have to see what the plan sees.

# Makes the folder in which the source is built.
__habc_make_cache_path() {
  mkdir -p -- "$CACHE_PATH"
}

# libtool would search the system's folders before those of the dependencies.
__habc_fix_libtool() {
  local file
  while IFS= read -r -d '' file; do
    build_line "Fixing libtool script $file"
    sed -i -e 's^eval sys_lib_.*search_path=.*^^' -- "$file"
  done < <(find "$SRC_PATH" -type f -iname ltmain.sh -print0)
}

# Makes the prefix and the folders that the plan's settings name, with the plan's umask.
__habc_make_prefix() {
  local folder
  mkdir -p -- "$pkg_prefix"
  chmod =rwx -- "$pkg_prefix"
  for folder in "${pkg_lib_dirs[@]}" "${pkg_bin_dirs[@]}" "${pkg_include_dirs[@]}" \
    "${pkg_pconfig_dirs[@]}"; do
    mkdir -p -- "$pkg_prefix/$folder"
  done
}
