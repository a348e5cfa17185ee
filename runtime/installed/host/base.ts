/**
 * The compiler, the C library and what every program rests on, as a host has them.
 *
 * Source: the plans of core-plans, for the names and for what dependents ask of each: the dynamic
 * loader is `lib/ld-linux-x86-64.so.2` of `core/glibc`, the certificates are `ssl/cert.pem` of
 * `core/cacerts`.
 */
import type { HostPackageSpec } from "./spec.ts";

export const hostBase = {
  cacerts: {
    links: {
      "ssl/cert.pem": [
        "/etc/ssl/certs/ca-certificates.crt",
        "/etc/pki/tls/certs/ca-bundle.crt",
        "/etc/ssl/cert.pem",
      ],
      "ssl/certs": ["/etc/ssl/certs", "/etc/pki/tls/certs"],
    },
    version: { dateOf: "ssl/cert.pem" },
    debian: "ca-certificates",
  },
  gcc: {
    programs: ["gcc", "cc|gcc"],
    morePrograms:
      "c++|g++ cpp g++ gcc-ar gcc-nm gcc-ranlib gcov gcov-dump gcov-tool gfortran".split(" "),
    runtime: ["gcc_s"],
    moreFiles: [
      "libstdc++.so.*",
      "libgomp.so.*",
      "libatomic.so.*",
      "libquadmath.so.*",
      "libitm.so.*",
      "libgfortran.so.*",
    ],
    version: { program: "gcc", args: ["-dumpfullversion"] },
    debian: "gcc g++",
  },
  "gcc-libs": {
    runtime: ["gcc_s", "stdc++"],
    moreFiles: [
      "libgomp.so.*",
      "libatomic.so.*",
      "libquadmath.so.*",
      "libitm.so.*",
      "libgfortran.so.*",
    ],
    version: { program: "gcc", args: ["-dumpfullversion"] },
    debian: "gcc libstdc++6",
  },
  glibc: {
    programs: ["getconf", "ldd"],
    morePrograms: [
      "catchsegv",
      "gencat",
      "getent",
      "iconv",
      "ldconfig",
      "locale",
      "localedef",
      "pldd",
      "sprof",
      "tzselect",
      "zdump",
      "zic",
    ],
    runtime: ["c", "m"],
    files: ["ld-linux*.so.*"],
    moreFiles: [
      ...["libc.so", "libc.a", "libc_nonshared.a", "libg.a", "libm.so", "libm.a", "libm-*.a"],
      ...[
        "libBrokenLocale*",
        "libanl*",
        "libc_malloc_debug*",
        "libcrypt.*",
        "libdl.*",
        "libmcheck.a",
      ],
      ...["libmemusage.so", "libmvec.*", "libnsl*", "libnss_*", "libpcprofile.so", "libpthread.*"],
      ...["libresolv.*", "librt.*", "libthread_db*", "libutil.*"],
      ...["crt1.o", "crti.o", "crtn.o", "Scrt1.o", "Mcrt1.o", "gcrt1.o", "grcrt1.o", "rcrt1.o"],
    ],
    links: { include: ["/usr/include"] },
    version: { program: "getconf", args: ["GNU_LIBC_VERSION"] },
    debian: "libc6-dev libc-bin",
  },
  "linux-headers": {
    headers: ["linux", "asm", "asm-generic"],
    moreHeaders: ["drm", "misc", "mtd", "rdma", "sound", "video", "xen"],
    version: { kernelHeader: "linux/version.h" },
    debian: "linux-libc-dev",
  },
} as const satisfies Readonly<Record<string, HostPackageSpec>>;
