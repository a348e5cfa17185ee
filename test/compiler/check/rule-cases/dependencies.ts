/** Dependencies, and the paths of packages that callbacks ask for. */
import { type RuleCase, service } from "./rule-case.ts";

export const dependenciesCases: readonly RuleCase[] = [
  {
    code: "dep-duplicate",
    about: "a dependency listed twice",
    bad: { "plan.sh": "pkg_deps=(\n  core/glibc\n  core/zlib\n  core/glibc\n)\n" },
    good: { "plan.sh": "pkg_deps=(\n  core/glibc\n  # core/glibc\n  acme/glibc\n)\n" },
    says: /core\/glibc twice/,
    at: "core/glibc",
  },
  {
    code: "dep-duplicate",
    about: "two versions of one package",
    bad: { "plan.sh": "pkg_deps=(core/glibc/2.27 core/glibc/2.34)\n" },
    good: { "plan.sh": "pkg_deps=(core/glibc/2.34)\n" },
    says: /lists both core\/glibc\/2\.27 and core\/glibc\/2\.34/,
    at: "core/glibc/2.34",
  },
  {
    code: "dep-in-both",
    about: "a dependency in both lists",
    bad: { "plan.sh": "pkg_deps=(core/glibc)\npkg_build_deps=(core/glibc)\n" },
    good: { "plan.sh": "pkg_deps=(core/glibc)\npkg_build_deps=(core/gcc)\n" },
    says: /pkg_deps alone/,
    at: "core/glibc",
  },
  {
    code: "dep-self",
    about: "a package that needs itself",
    bad: { "web/plan.sh": "pkg_deps=(acme/web)\n" },
    good: { "web/plan.sh": "pkg_build_deps=(acme/web)\n" },
    says: /needs itself/,
    at: "acme/web",
  },
  {
    code: "path-undeclared",
    about: "the path of what is not declared",
    bad: { "plan.sh": "pkg_deps=(core/glibc)\ndo_build() { zlib=$(pkg_path_for core/zlib); }\n" },
    good: {
      "plan.sh": [
        "pkg_deps=(core/glibc)",
        "pkg_build_deps=(core/zlib)",
        'if [[ "$STUDIO_TYPE" = stage1 ]]; then pkg_build_deps+=(core/gcc); fi',
        "do_build() {",
        "  a=$(pkg_path_for zlib); b=$(pkg_path_for glibc/2.27); c=$(pkg_path_for core/gcc)",
        '  d=$(pkg_path_for "$other"); e=$(pkg_path_for core/xz || true)',
        "  if ! f=$(pkg_path_for core/perl); then f=/usr; fi",
        "}",
        "",
      ].join("\n"),
    },
    says: /core\/zlib: that is no dependency/,
    at: "core/zlib",
  },
  {
    code: "path-undeclared",
    about: "the path of what a variable names",
    bad: {
      "plan.sh":
        'libs=core/zlib\npkg_deps=(core/glibc)\ndo_build() { a=$(pkg_path_for "$libs"); }\n',
    },
    good: {
      "plan.sh": [
        "if [[ $OLD ]]; then tls=core/openssl11; else tls=core/openssl; fi",
        'pkg_deps=(core/glibc "$tls")',
        "do_build() {",
        '  a=$(pkg_path_for "$tls")',
        "  for dep in glibc core/glibc; do b=$(pkg_path_for $dep); done",
        "  local c; c=$(find_one); d=$(pkg_path_for $c)",
        "}",
        "",
      ].join("\n"),
    },
    says: /core\/zlib: that is no dependency/,
    at: '"$libs"',
  },
  {
    code: "path-undeclared",
    about: "one of the packages that a loop goes through",
    bad: {
      "plan.sh":
        'pkg_deps=(core/glibc)\ndo_build() { for dep in core/glibc core/xz; do ls "$(pkg_path_for $dep)"; done; }\n',
    },
    good: {
      "plan.sh":
        'pkg_deps=(core/glibc core/xz)\ndo_build() { for dep in "${pkg_deps[@]}"; do ls "$(pkg_path_for $dep)"; done; }\n',
    },
    says: /core\/xz: that is no dependency/,
    at: "$dep",
  },
  {
    code: "path-undeclared",
    about: "the path of the package itself",
    bad: { "plan.sh": "pkg_deps=(core/glibc)\ndo_build() { pkg_path_for acme/plan; }\n" },
    good: { "plan.sh": "pkg_build_deps=(acme/plan)\ndo_build() { pkg_path_for acme/plan; }\n" },
    says: /write \$pkg_prefix/,
  },
  {
    code: "path-too-early",
    about: "a path at the top level of the plan",
    bad: { "plan.sh": "pkg_deps=(core/glibc)\nlibc=$(pkg_path_for core/glibc)\ntrue\n" },
    good: { "plan.sh": "pkg_deps=(core/glibc)\ndo_begin() { libc=$(pkg_path_for core/glibc); }\n" },
    says: /finds nothing while the plan is loaded/,
    at: "pkg_path_for core/glibc",
  },
  {
    code: "interpreter-undeclared",
    about: "an interpreter that is only there to build",
    bad: {
      "plan.sh":
        "pkg_build_deps=(core/bash)\ndo_install() { fix_interpreter 'bin/*' core/bash bin/bash; }\n",
    },
    good: {
      "plan.sh":
        "pkg_deps=(core/bash)\ndo_install() { fix_interpreter 'bin/*' core/bash bin/bash; }\n",
    },
    says: /only in pkg_build_deps/,
    at: "core/bash",
  },
  {
    code: "build-dep-at-run-time",
    about: "a run-time variable that leads to a build dependency",
    bad: {
      "plan.sh":
        'pkg_build_deps=(core/jdk)\ndo_setup_environment() { set_runtime_env JAVA_HOME "$(pkg_path_for core/jdk)"; }\n',
    },
    good: {
      "plan.sh":
        'pkg_deps=(core/jdk)\npkg_build_deps=(core/perl)\ndo_setup_environment() {\n  set_runtime_env JAVA_HOME "$(pkg_path_for core/jdk)"\n  set_buildtime_env P "$(pkg_path_for core/perl)"\n}\n',
    },
    says: /add it to pkg_deps/,
    at: "core/jdk",
  },
  {
    code: "build-dep-at-run-time",
    about: "a template that asks for a build dependency",
    bad: service("", 'x {{pkgPathFor "core/jdk"}}\n', "pkg_build_deps=(core/jdk)\n"),
    good: service("", 'x {{pkgPathFor "core/glibc"}}\n'),
    says: /only in pkg_build_deps/,
  },
  {
    code: "status-hidden",
    about: "local that hides a failure",
    bad: {
      "plan.sh": "pkg_deps=(core/zlib)\ndo_build() {\n  local z=$(pkg_path_for core/zlib)\n}\n",
    },
    good: {
      "plan.sh":
        "pkg_deps=(core/zlib)\ndo_build() {\n  local z d=$(date)\n  z=$(pkg_path_for core/zlib)\n}\n",
    },
    says: /local hides/,
    at: "local z=$(pkg_path_for core/zlib)",
  },
];
