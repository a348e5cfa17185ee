/**
 * The programs of a host that can stand in for packages of origin `core`.
 *
 * Source: the plans of core-plans, for the names and for what dependents ask of each.
 */
import type { HostPackageSpec } from "./spec.ts";

const coreutils =
  "arch b2sum base32 base64 basename cat chcon chgrp chmod chown chroot cksum comm cp csplit cut date dd df dir dircolors dirname du echo env expand expr factor false fmt fold groups head hostid id install join link ln logname ls md5sum mkdir mkfifo mknod mktemp mv nice nl nohup nproc numfmt od paste pathchk pinky pr printenv printf ptx pwd readlink realpath rm rmdir runcon seq sha1sum sha224sum sha256sum sha384sum sha512sum shred shuf sleep sort split stat stdbuf stty sum sync tac tail tee test timeout touch tr true truncate tsort tty uname unexpand uniq unlink users vdir wc who whoami yes [";

const utilLinux =
  "agetty blkid blockdev cal chrt col column cfdisk dmesg eject fallocate fdisk findmnt flock fsck getopt hexdump hwclock ionice ipcmk ipcrm ipcs kill last logger look losetup lsblk lscpu lslocks lsns mcookie mesg mkfs mkswap more mountpoint namei nsenter partx pivot_root prlimit rename renice rev script setarch setpriv setsid swapoff swapon switch_root taskset umount unshare uuidgen wall whereis wipefs";

export const hostTools = {
  autoconf: {
    programs: ["autoconf"],
    morePrograms: ["autoheader", "autom4te", "autoreconf", "autoscan", "autoupdate", "ifnames"],
    debian: "autoconf",
  },
  automake: { programs: ["automake", "aclocal"], debian: "automake" },
  bash: {
    programs: ["bash", "sh|bash"],
    interpreters: ["bin/bash", "bin/sh"],
    debian: "bash",
  },
  bc: { programs: ["bc"], morePrograms: ["dc"], debian: "bc" },
  binutils: {
    programs: ["ld", "as", "ar", "ranlib", "strip", "objcopy", "objdump", "nm", "readelf"],
    morePrograms: "addr2line c++filt dwp elfedit gprof ld.bfd ld.gold size strings".split(" "),
    debian: "binutils",
  },
  bison: { programs: ["bison"], morePrograms: ["yacc|bison.yacc"], debian: "bison" },
  "busybox-static": {
    programs: ["busybox"],
    version: { program: "busybox", args: [] },
    debian: "busybox-static",
  },
  cmake: { programs: ["cmake"], morePrograms: ["cpack", "ctest"], debian: "cmake" },
  coreutils: {
    programs: ["cp", "env", "install", "ls", "mkdir", "mv", "rm", "sort", "tr"],
    morePrograms: coreutils.split(" "),
    interpreters: ["bin/env"],
    version: { program: "env" },
    debian: "coreutils",
  },
  diffutils: { programs: ["diff", "cmp"], morePrograms: ["diff3", "sdiff"], debian: "diffutils" },
  expect: { programs: ["expect"], version: { program: "expect", args: ["-v"] }, debian: "expect" },
  findutils: {
    programs: ["find", "xargs"],
    morePrograms: ["locate", "updatedb"],
    debian: "findutils",
  },
  flex: { programs: ["flex"], morePrograms: ["flex++", "lex|flex"], debian: "flex" },
  gawk: { programs: ["gawk", "awk|gawk"], interpreters: ["bin/awk", "bin/gawk"], debian: "gawk" },
  gettext: {
    programs: ["gettext", "msgfmt", "xgettext"],
    morePrograms:
      "autopoint envsubst gettext.sh gettextize msgattrib msgcat msgcmp msgcomm msgconv msgen msgexec msgfilter msggrep msginit msgmerge msgunfmt msguniq ngettext recode-sr-latin".split(
        " ",
      ),
    debian: "gettext",
  },
  git: {
    programs: ["git"],
    morePrograms: ["git-receive-pack", "git-shell", "git-upload-archive", "git-upload-pack"],
    debian: "git",
  },
  go: {
    programs: ["go"],
    morePrograms: ["gofmt"],
    version: { program: "go", args: ["version"] },
    debian: "golang-go",
  },
  gperf: { programs: ["gperf"], debian: "gperf" },
  grep: { programs: ["grep"], morePrograms: ["egrep", "fgrep"], debian: "grep" },
  gzip: {
    programs: ["gzip", "gunzip", "zcat"],
    morePrograms: "gzexe uncompress zcmp zdiff zegrep zfgrep zforce zgrep zless zmore znew".split(
      " ",
    ),
    debian: "gzip",
  },
  help2man: { programs: ["help2man"], debian: "help2man" },
  less: {
    programs: ["less"],
    version: { program: "less", pattern: /\d+(\.\d+)*/ },
    debian: "less",
  },
  libtool: {
    programs: ["libtoolize"],
    morePrograms: ["libtool"],
    version: { program: "libtoolize" },
    debian: "libtool libtool-bin",
  },
  m4: { programs: ["m4"], debian: "m4" },
  make: { programs: ["make"], morePrograms: ["gmake|make"], debian: "make" },
  meson: { programs: ["meson"], debian: "meson" },
  ninja: { programs: ["ninja"], debian: "ninja-build" },
  node: {
    programs: ["node"],
    morePrograms: ["npm", "npx", "corepack"],
    interpreters: ["bin/node"],
    debian: "nodejs npm",
  },
  patch: { programs: ["patch"], debian: "patch" },
  patchelf: { programs: ["patchelf"], debian: "patchelf" },
  perl: {
    programs: ["perl"],
    morePrograms:
      "corelist cpan enc2xs h2ph h2xs json_pp perldoc pod2html pod2man pod2text pod2usage podchecker prove shasum xsubpp".split(
        " ",
      ),
    interpreters: ["bin/perl"],
    version: { program: "perl", args: ["-e", 'printf "%vd", $^V'] },
    debian: "perl",
  },
  "pkg-config": { programs: ["pkg-config"], debian: "pkg-config" },
  python: {
    programs: ["python3", "python|python3"],
    morePrograms: ["python3-config", "pydoc3", "pip3", "pip|pip3"],
    interpreters: ["bin/python", "bin/python3"],
    debian: "python3",
  },
  re2c: { programs: ["re2c"], debian: "re2c" },
  rsync: { programs: ["rsync"], debian: "rsync" },
  ruby: {
    programs: ["ruby"],
    morePrograms: ["bundle", "erb", "gem", "irb", "rake", "rdoc", "ri"],
    interpreters: ["bin/ruby"],
    debian: "ruby-full",
  },
  rust: {
    programs: ["rustc", "cargo"],
    morePrograms: ["rustdoc", "rustfmt"],
    debian: "rustc cargo",
  },
  sed: { programs: ["sed"], interpreters: ["bin/sed"], debian: "sed" },
  tar: { programs: ["tar"], debian: "tar" },
  texinfo: {
    programs: ["makeinfo"],
    morePrograms: ["install-info", "pod2texi", "texi2any", "texi2dvi", "texi2pdf", "texindex"],
    debian: "texinfo",
  },
  unzip: {
    programs: ["unzip"],
    morePrograms: ["funzip", "zipinfo"],
    version: { program: "unzip", args: ["-v"] },
    debian: "unzip",
  },
  "util-linux": {
    programs: ["mount"],
    morePrograms: utilLinux.split(" "),
    debian: "util-linux",
  },
  wget: { programs: ["wget"], debian: "wget" },
  which: { programs: ["which"], version: { dateOf: "bin/which" }, debian: "debianutils" },
  zip: {
    programs: ["zip"],
    version: { program: "zip", args: ["-v"], pattern: /\d+\.\d+/ },
    debian: "zip",
  },
} as const satisfies Readonly<Record<string, HostPackageSpec>>;
