# The default callbacks that bring a service's files into the package.

do_default_build_config() {
  build_line "Writing configuration"
  __habc_copy_templates config
  __habc_copy_templates config_install
  __habc_copy_hooks
  if [[ -f $PLAN_CONTEXT/default.toml ]]; then
    cp -- "$PLAN_CONTEXT/default.toml" "$pkg_prefix"
  fi
}

# __habc_copy_templates FOLDER: copies a folder of templates without what editors leave behind.
__habc_copy_templates() {
  [[ -d $PLAN_CONTEXT/$1 ]] || return 0
  local -a patterns=("*.sw?" "*~" "*.bak") skip=()
  if [[ -n ${HAB_CONFIG_EXCLUDE:-} ]]; then
    IFS=',' read -r -a patterns <<< "$HAB_CONFIG_EXCLUDE"
  fi
  local pattern file target
  for pattern in "${patterns[@]}"; do
    skip+=(! -name "$pattern")
  done
  while IFS= read -r -d '' file; do
    target=$pkg_prefix/${file#"$PLAN_CONTEXT"/}
    if [[ -d $file ]]; then
      mkdir -p -- "$target"
    else
      cp -- "$file" "$target"
    fi
  done < <(find "$PLAN_CONTEXT/$1" "${skip[@]}" -print0)
  chmod 755 "$pkg_prefix/$1"
}

# A hook is named by its file without the last extension: run.sh is the hook run.
__habc_copy_hooks() {
  [[ -d $PLAN_CONTEXT/hooks ]] || return 0
  local file name
  mkdir -p "$pkg_prefix/hooks"
  for file in "$PLAN_CONTEXT"/hooks/*; do
    [[ -e $file ]] || continue
    name=${file##*/}
    name=${name%.*}
    if [[ -f $pkg_prefix/hooks/$name ]]; then
      exit_with "Multiple hook files found for $name hook. Keep one of them." 1
    fi
    cp -- "$file" "$pkg_prefix/hooks/$name"
  done
  chmod 755 "$pkg_prefix/hooks"
}

do_default_build_service() {
  build_line "Writing service management scripts"
  local hook
  for hook in "$PLAN_CONTEXT/hooks/run" "$PLAN_CONTEXT"/hooks/run.*; do
    if [[ -f $hook ]]; then
      build_line "Using run hook $hook"
      return 0
    fi
  done
  [[ -n ${pkg_svc_run:-} ]] || return 0
  build_line "Writing $pkg_prefix/run script to run $pkg_svc_run as $pkg_svc_user:$pkg_svc_group"
  cat >> "$pkg_prefix/run" << EOT
#!/bin/sh
export HOME=$pkg_svc_data_path
cd $pkg_svc_path

if [ "\$(whoami)" = "root" ]; then
  exec chpst \\
    -U $pkg_svc_user:$pkg_svc_group \\
    -u $pkg_svc_user:$pkg_svc_group \\
    $pkg_svc_run 2>&1
else
  exec $pkg_svc_run 2>&1
fi
EOT
}
