# Starts a program that sees a package store at /hab, where it does not lie on this machine.
#
# Started by start-command.ts in a mount namespace of its own, with the rights to mount there. The
# new root has what the old one has, and the store's folder as /hab. File descriptor 3 takes one
# line: `ready`, or what failed.

habc_root=$1 habc_hab=$2 habc_cwd=$3
habc_mount=$4 habc_umount=$5 habc_pivot_root=$6 habc_mkdir=$7 habc_cp=$8
shift 8

# habc_do PROGRAM ARGUMENT…   runs a program without an environment; its failure is the end.
habc_do() {
  local habc_words
  habc_words=$(exec -c "$@" 3>&- 2>&1) && return
  printf '%s\n' "${habc_words//$'\n'/; }" >&3
  exit 125
}

habc_do "$habc_mount" -t tmpfs -o mode=0755 tmpfs "$habc_root"
# Binding the folder that it lies in must not bind it again.
habc_do "$habc_mount" --make-unbindable "$habc_root"
shopt -s dotglob nullglob
for habc_entry in /*; do
  [[ $habc_entry != /hab ]] || continue
  if [[ -L $habc_entry ]]; then
    habc_do "$habc_cp" -P -- "$habc_entry" "$habc_root$habc_entry"
  elif [[ -d $habc_entry ]]; then
    habc_do "$habc_mkdir" -- "$habc_root$habc_entry"
    habc_do "$habc_mount" --rbind -- "$habc_entry" "$habc_root$habc_entry"
  elif [[ -f $habc_entry ]]; then
    : >"$habc_root$habc_entry"
    habc_do "$habc_mount" --bind -- "$habc_entry" "$habc_root$habc_entry"
  fi
done
habc_do "$habc_mkdir" -- "$habc_root/hab"
habc_do "$habc_mount" --rbind -- "$habc_hab" "$habc_root/hab"
cd -- "$habc_root" || exit 125
habc_do "$habc_pivot_root" . .
habc_do "$habc_umount" -l .
if ! cd -- "$habc_cwd" 2>/dev/null; then
  printf 'the working folder %s is not there\n' "$habc_cwd" >&3
  exit 125
fi
printf 'ready\n' >&3
exec 3>&-
unset OLDPWD "${!habc_@}"
exec "$@"
