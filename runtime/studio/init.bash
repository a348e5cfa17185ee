# Process 1 of a studio: makes its root, goes into it, starts what runs inside without the
# rights it made the root with, and stays to serve the driver.
#
# Started by launch.ts, in namespaces of its own and with the environment of the processes
# inside, which is why every name here begins with `habc_`.
#
# Standard input brings frames of the driver, standard output takes frames to it (the format of
# stdlib/protocol/frames.ts). What is not a frame goes to standard error.

habc_say() { printf '%s\0' "$#" "$@" >&9; }

# habc_do STEP PROGRAM ARGUMENT…   runs a program without an environment; its failure is the end.
habc_do() {
  local habc_words
  habc_words=$(exec -c "${@:2}" 2>&1) && return
  habc_say failed "$1" "${habc_words:0:4000}"
  exit 1
}

# What the driver was started with, such as a lock or a pipe of its caller, ends here.
for habc_file in /proc/self/fd/*; do
  habc_fd=${habc_file##*/}
  [[ $habc_fd == [012] || $habc_file -ef ${BASH_SOURCE[0]} ]] || exec {habc_fd}>&-
done
exec 8<&0 9>&1 </dev/null >&2
# Values that are no UTF-8: see environment.ts.
for habc_name in "${!habc_bytes_@}"; do
  printf -v "${habc_name#habc_bytes_}" %b "${!habc_name}"
  export "${habc_name#habc_bytes_}"
  unset "$habc_name"
done
# What a build makes does not depend on the habits of who runs it.
umask 022

habc_studio=$1 habc_results=$2 habc_network=$3 habc_capabilities=$4
habc_mount=$5 habc_pivot_root=$6 habc_mkdir=$7 habc_rm=$8 habc_cp=$9 habc_ip=${10}
# What is started when the root of the host is gone: one word a line.
set -f
IFS=$'\n'
habc_inner_mount=(${11}) habc_inner_umount=(${12}) habc_inner_setpriv=(${13})
unset IFS
set +f
habc_layers=("${@:14}")

# /proc is still that of the host: its number for this process is the one the driver can use.
read -r habc_pid _ </proc/self/stat
cd -- "$habc_studio" || exit

# An overlay keeps what is written to the source tree apart from it. The first kind that the
# kernel accepts is taken; where it accepts none, the tree is copied.
habc_show_source() {
  local habc_options
  for habc_options in "${habc_layers[@]}"; do
    if [[ $habc_options == *=memory/* && ! -d memory/upper ]]; then
      habc_do source "$habc_mount" -t tmpfs -o mode=0700 tmpfs memory
      habc_do source "$habc_mkdir" -m 0755 memory/upper memory/work
    fi
    (exec -c "$habc_mount" -t overlay -o "$habc_options" overlay root/src) 2>/dev/null && return
  done
  # What a lasting studio copied before stays, with what was written to it.
  shopt -s dotglob nullglob
  habc_copied=(copy/*)
  shopt -u dotglob nullglob
  # Without owners: an ordinary user cannot give files away.
  ((${#habc_copied[@]} > 0)) ||
    habc_do source "$habc_cp" -dR --reflink=auto --preserve=mode,timestamps,links -- lower/. copy
  habc_do source "$habc_mount" --bind copy root/src
}

[[ $habc_network == host ]] || habc_do loopback "$habc_ip" link set lo up
habc_do base "$habc_mount" --all --fstab base.fstab
# What may be shown later is open here, and covered for everybody else.
if [[ -d root/var/lib/habc/reserve ]]; then
  exec 30<root/var/lib/habc/reserve/packages 31<root/var/lib/habc/reserve/usr
  habc_do base "$habc_mount" -t tmpfs -o ro,nosuid,nodev,noexec,mode=0555 tmpfs root/var/lib/habc/reserve
fi
((${#habc_layers[@]} == 0)) || habc_show_source
if [[ -L root/src/$habc_results || ! -d root/src/$habc_results ]]; then
  # What is in the way goes from the copy-on-write view alone.
  habc_do source "$habc_rm" -f -- "root/src/$habc_results"
  habc_do source "$habc_mkdir" -p -- "root/src/$habc_results"
fi
habc_do source "$habc_mount" --all --fstab source.fstab

# Both ways first: opening a pipe one way waits for the other end, and the driver may be dead.
exec 10<>streams/0.stdout 11<>streams/0.stderr 12<>streams/0.requests 13<>streams/0.replies
exec 10>streams/0.stdout 11>streams/0.stderr 12>streams/0.requests 13<streams/0.replies
exec 20<>streams/1.stdout 21<>streams/1.stderr 22<>streams/1.requests 23<>streams/1.replies
exec 20>streams/1.stdout 21>streams/1.stderr 22>streams/1.requests 23<streams/1.replies

cd root || exit
habc_do root "$habc_pivot_root" . mnt
cd / || exit
habc_do root "${habc_inner_umount[@]}" -n -l /mnt

# habc_run STDOUT STDERR REQUESTS REPLIES   waits for a frame "directory program argument…".
habc_run() {
  local habc_count habc_words
  exec </dev/null 1>&"$1" 2>&"$2" 3>&"$3" 4<&"$4" \
    8<&- 9>&- 10>&- 11>&- 12>&- 13<&- 20>&- 21>&- 22>&- 23<&- 30<&- 31<&-
  IFS= read -r -d '' -u 4 habc_count || exit 0
  mapfile -t -d '' -n "$habc_count" -u 4 habc_words
  cd -- "${habc_words[0]}" || exit 126
  # What bash itself added to the environment.
  unset SHLVL PWD OLDPWD _
  exec "${habc_inner_setpriv[@]}" --no-new-privs --inh-caps=-all --ambient-caps=-all \
    --bounding-set="$habc_capabilities" -- "${habc_words[@]:1}"
}

# Whether every process but this one and process 1 has come to a halt. One that waits in the
# kernel (D) halts as soon as it is back; `$1` says whether that counts.
habc_halted() {
  local habc_file habc_line habc_state
  for habc_file in /proc/[0-9]*/task/[0-9]*/stat; do
    [[ $habc_file != /proc/1/* && $habc_file != "/proc/$BASHPID/"* ]] || continue
    habc_line=''
    { IFS= read -r -d '' habc_line <"$habc_file"; } 2>/dev/null
    habc_state=${habc_line##*) }
    case ${habc_state:0:1} in
      '' | T | t | Z | X | x) ;;
      D) [[ $1 == patient ]] && return 1 ;;
      *) return 1 ;;
    esac
  done
}

habc_freeze() {
  local habc_try=0 habc_status habc_mood=patient
  kill -STOP -1 2>/dev/null
  until habc_halted "$habc_mood"; do
    IFS= read -r -d '' -t 0.002 _
    habc_status=$?
    ((habc_status > 128)) || exit 0
    ((++habc_try < 200)) || habc_mood=hasty
    ((habc_try < 2000)) || return 1
  done
}

# One command at a time: each is answered before the driver sends the next.
habc_serve() {
  local habc_count habc_words habc_answer
  exec <&8 8<&-
  while IFS= read -r -d '' habc_count && mapfile -t -d '' -n "$habc_count" habc_words; do
    habc_answer=''
    case ${habc_words[0]} in
      # Moved, not bound again: no second way to the folder is left.
      move) habc_answer=$(exec -c "${habc_inner_mount[@]}" -n --move "${habc_words[@]:1}" 2>&1) ;;
      # The root is read-only inside: what stands there is the driver's.
      show) habc_answer=$(exec -c "${habc_inner_mount[@]}" -n -c --all --fstab /var/lib/habc/show.fstab 2>&1) ;;
      freeze) habc_freeze || { habc_answer='a process does not come to a halt'; false; } ;;
      thaw) kill -CONT -1 2>/dev/null || : ;;
    esac && habc_say done || habc_say refused "${habc_answer:0:4000}"
  done
}

habc_run 10 11 12 13 &
habc_processes=("$!")
habc_run 20 21 22 23 &
habc_processes+=("$!")
exec 10>&- 11>&- 12>&- 13<&- 20>&- 21>&- 22>&- 23<&-
habc_serve &
habc_server=$!
exec 8<&-
habc_say ready "$habc_pid"

# This process cannot be stopped or killed from inside, and when it ends the kernel ends the rest.
while :; do
  wait -n
  habc_running=$'\n'$(jobs -pr)$'\n'
  [[ $habc_running == *$'\n'$habc_server$'\n'* ]] || exit 0
  for habc_slot in "${!habc_processes[@]}"; do
    [[ $habc_running != *$'\n'${habc_processes[habc_slot]}$'\n'* ]] || continue
    wait "${habc_processes[habc_slot]}"
    habc_say exited "$habc_slot" "$?"
    unset 'habc_processes[habc_slot]'
  done
done
