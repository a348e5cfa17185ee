# Makes trees in one folder like those in another: RM TAR FROM TO REMOVE COPY.
#
# REMOVE and COPY are files of paths, each ended by NUL. What is to be copied is listed without what
# lies below it; in REMOVE a folder stands before what it holds.

set -o pipefail
rm=$1 tar=("$2" --numeric-owner --xattrs) from=$3 to=$4 remove=$5 copy=$6
tar+=(--xattrs-include='user.*' --xattrs-include='trusted.*' --xattrs-include=security.capability)

cd -- "$to" || exit
last='' batch=()
while IFS= read -r -d '' path; do
  [[ -z $last || $path != "$last"/* ]] || continue
  last=$path
  batch+=("$path")
  if ((${#batch[@]} == 500)); then
    "$rm" -rf -- "${batch[@]}" || exit
    batch=()
  fi
done <"$remove"
if ((${#batch[@]} > 0)); then
  "$rm" -rf -- "${batch[@]}" || exit
fi

# Times to the nanosecond, holes, and no attribute of a folder before all is in it.
"${tar[@]}" --format=posix --sparse -C "$from" -cf - --null --no-recursion -T "$copy" |
  "${tar[@]}" --same-owner --delay-directory-restore -xpf -
