# Unpacking archives. The formats stand in archive-formats.bash.
#
# An archive is unpacked in a folder of its own inside the source cache and moved from there when
# it is whole: a damaged one leaves nothing behind, and no link that lies in the cache already can
# lead it to another place. Leftovers of killed builds are removed after a day.

source "${BASH_SOURCE[0]%/*}/archive-formats.bash"

# unpack_file FILE: unpacks a file of the source cache, there. Status 1 where it is missing, of an
# unknown format, damaged or reaching out of its folder; 127 where a program is missing.
unpack_file() {
  build_line "Unpacking ${1:-}"
  # The subshell keeps the caller's folder and options; as part of a condition it gives a status
  # instead of ending the build.
  (__habc_unpack "${1:-}") || return $?
}

__habc_unpack() {
  trap - DEBUG ERR RETURN
  set +CEefu
  unset -v GLOBIGNORE
  shopt -u failglob nocasematch
  shopt -s dotglob nullglob
  exec < /dev/null
  local IFS=$' \t\n' name=$1 file=$HAB_CACHE_SRC_PATH/$1
  local suffix='' kind program unpack list prefix package entry
  local wanted=''
  local -a missing=()
  [[ $file == /* ]] || file=$PWD/$file
  if [[ ! -f $file ]]; then
    warn "Cannot unpack '$name': there is no such file in $HAB_CACHE_SRC_PATH"
    return 1
  fi
  for entry in "${__habc_archive_formats[@]}"; do
    [[ $file == *"${entry%%|*}" && (-z $suffix || ${entry%%|*} == "$suffix") ]] || continue
    IFS='|' read -r suffix kind program unpack list prefix package <<< "$entry"
    if type -P -- "$program" > /dev/null; then
      missing=()
      break
    fi
    missing+=("$program")
    : "${wanted:=$package}"
  done
  if [[ -z $suffix ]]; then
    warn "Cannot unpack '$name': '.${name##*.}' is an unknown archive format"
    return 1
  fi
  if [[ $kind == tar* ]] && ! type -P tar > /dev/null; then
    missing=(tar) wanted=core/tar
  fi
  if (( ${#missing[@]} > 0 )); then
    printf -v entry "'%s' or " "${missing[@]}"
    warn "Cannot unpack '$name': the program ${entry% or } is missing. Install it on this machine${wanted:+, or add $wanted to pkg_build_deps}."
    return 127
  fi
  if [[ ! -s $file ]]; then
    warn "Cannot unpack '$name': it is empty (0 bytes)"
    return 1
  fi

  local folder=$HAB_CACHE_SRC_PATH stage status=0
  command find "$folder" -maxdepth 1 -name '.unpack.*' -mmin +1440 -exec rm -rf {} + 2> /dev/null
  if ! stage=$(command mktemp -d "$folder/.unpack.XXXXXXXX"); then
    warn "Cannot unpack '$name': $folder cannot be written"
    return 1
  fi
  __habc_unpack_aside && __habc_settle "$stage/tree" "$folder" || status=1
  if (( status == 0 )) && [[ $kind == stream ]]; then
    command rm -f -- "$file"
  fi
  command chmod -R u+rwX "$stage" 2> /dev/null
  command rm -rf -- "$stage"
  return "$status"
}

# __habc_unpack_aside: unpacks into $stage/tree.
__habc_unpack_aside() {
  local archive=../archive$suffix magic
  builtin cd -- "$stage" && command mkdir tree && command ln -s -- "$file" "archive$suffix" &&
    builtin cd tree || return 1
  if [[ $kind == tar-or-stream ]]; then
    { magic=$("$program" -dc < "$archive" | head -c 262 | tail -c 5); } 2> /dev/null
    kind=stream
    [[ $magic != ustar ]] || kind=tar unpack=''
  fi
  case $kind in
    tar) __habc_unpack_tar ;;
    stream) __habc_unpack_stream ;;
    members) __habc_unpack_members ;;
  esac || return 1
  # A member "./" may have taken the right to write here.
  command chmod u+rwx .
}

__habc_unpack_tar() {
  local status=0 culprit=''
  # The arguments of the table hold no quotes.
  # shellcheck disable=SC2086
  LC_ALL=C command tar -xf "$archive" $unpack --no-same-owner -p 2> ../messages || status=$?
  command cat ../messages >&2
  # tar takes the root off a name and goes on, with a status of 0.
  if command grep -qi 'removing leading' ../messages; then
    status=1
  fi
  (( status != 0 )) || return 0
  culprit=$(__habc_tar_culprit)
  if [[ -n $culprit ]]; then
    __habc_refuse "$culprit"
  else
    __habc_damaged tar "$status"
  fi
}

# __habc_tar_culprit: prints the first member that reaches out of the folder, and how.
__habc_tar_culprit() {
  local line mode name target part
  local -A links=()
  while read -r mode _ _ _ _ line; do
    name=$line target=
    case $mode in
      l*) name=${line%% -> *} target=${line#* -> } ;;
      h*) name=${line%% link to *} target=${line#* link to } ;;
    esac
    if __habc_climbs "$name"; then
      printf "'%s'" "$name"
      return 0
    fi
    part=$name
    while [[ $part == */* ]]; do
      part=${part%/*}
      if [[ -n ${links[$part]+set} ]]; then
        printf "'%s' (through the link '%s' to '%s')" "$name" "$part" "${links[$part]}"
        return 0
      fi
    done
    if [[ -n $target ]] && __habc_climbs "$target"; then
      if [[ $mode == h* ]]; then
        printf "'%s' (a hard link to '%s')" "$name" "$target"
        return 0
      fi
      links[${name%/}]=$target
    fi
  # shellcheck disable=SC2086
  done < <(LC_ALL=C command tar -tvf "$archive" $unpack -P --numeric-owner --quoting-style=escape 2> /dev/null)
}

__habc_unpack_stream() {
  local plain=${file##*/} mode status=0
  plain=${plain%"$suffix"}
  folder=${file%/*}
  # shellcheck disable=SC2086
  command "$program" $unpack < "$archive" >| "./$plain" || status=$?
  if (( status != 0 )); then
    __habc_damaged "$program" "$status"
    return 1
  fi
  mode=$(command stat -c %a -- "$file") && command chmod "$mode" "./$plain" &&
    command touch -r "$file" -- "./$plain"
}

__habc_unpack_members() {
  local member status=0
  # Names of members are UTF-8; in the locale C unzip would replace their letters.
  # shellcheck disable=SC2086
  command env LC_ALL=C.UTF-8 "$program" $list "$archive" > ../members || status=$?
  if (( status != 0 )); then
    __habc_damaged "$program" "$status"
    return 1
  fi
  while IFS= read -r member; do
    if __habc_climbs "${member//\\//}"; then
      __habc_refuse "'$member'"
      return 1
    fi
  done < <(command sed -n "s/^$prefix//p" ../members)
  # shellcheck disable=SC2086
  command env LC_ALL=C.UTF-8 "$program" $unpack "$archive" || status=$?
  if (( status != 0 )); then
    __habc_damaged "$program" "$status"
    return 1
  fi
}

# __habc_climbs PATH: whether it leads out of the folder it is taken from.
__habc_climbs() {
  [[ $1 == /* || $1 == [A-Za-z]:/* || /$1/ == */../* ]]
}

__habc_refuse() {
  warn "Refused to unpack '$name': its member $1 would lie outside of the folder"
  return 1
}

__habc_damaged() {
  warn "Cannot unpack '$name': $1 failed with status $2, as it says above. A file that is damaged, cut short or not what its name says must be downloaded again."
  return 1
}

# __habc_settle TREE FOLDER: moves what is in a folder into another, over what is there, as tar
# unpacks over it: folders are merged, a link is replaced and never followed.
__habc_settle() {
  local entry target mode
  for entry in "$1"/*; do
    target=$2/${entry##*/}
    if [[ ! -d $entry || -L $entry ]]; then
      if [[ -d $target && ! -L $target ]]; then
        warn "Cannot unpack '$name': '${entry##*/}' is a folder in $2 and a file in the archive"
        return 1
      fi
    elif [[ -d $target && ! -L $target ]]; then
      command cp -a --remove-destination -- "$entry/." "$target" || return 1
      continue
    elif [[ -e $target || -L $target ]]; then
      command rm -f -- "$target" || return 1
    fi
    mode=
    if [[ ! -L $entry && ! -w $entry ]]; then
      # Who is not root can only move a folder that is writable.
      mode=$(command stat -c %a -- "$entry") && command chmod u+w -- "$entry" || return 1
    fi
    command mv -fT -- "$entry" "$target" || return 1
    [[ -z $mode ]] || command chmod "$mode" -- "$target" || return 1
  done
}
