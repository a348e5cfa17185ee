/** For each code: a plan that breaks its rule, and one like it that does not. */
import type { DiagnosticCode } from "../../../compiler/ir/index.ts";
import type { Tree } from "./checked.ts";

/** One rule seen from outside. */
export interface RuleCase {
  readonly code: DiagnosticCode;
  readonly about: string;
  readonly bad: Tree;
  readonly good: Tree;
  /** What the message or the hint says of the bad one. */
  readonly says: RegExp;
  /** What the main place covers, without its quotes. */
  readonly at?: string;
}

const sha = "a".repeat(64);
const source = `pkg_source=https://acme.org/a.tar.gz\npkg_shasum=${sha}\n`;
const run = "#!/bin/sh\nexec sleep 9\n";
const service = (toml: string, template: string, plan = ""): Tree => ({
  "web/plan.sh": `pkg_deps=(core/glibc)\n${plan}`,
  "web/hooks/run": run,
  "web/default.toml": toml,
  "web/config/web.conf": template,
});

export const ruleCases: readonly RuleCase[] = [
  {
    code: "setting-unknown",
    about: "a misspelt setting",
    bad: { "plan.sh": "pkg_expose=(port)\n" },
    good: {
      "plan.sh": 'pkg_extras=(port)\nmy_expose=(port)\ndo_build() { echo "${pkg_extras[@]}"; }\n',
    },
    says: /did you mean pkg_exposes\?/,
    at: "pkg_expose",
  },
  {
    code: "setting-unknown",
    about: "a setting that the plan reads itself",
    bad: { "plan.sh": "pkg_licenses=(MIT)\n" },
    good: { "plan.sh": 'pkg_licenses=(MIT)\ndo_install() { echo "${pkg_licenses[0]}"; }\n' },
    says: /pkg_license\b/,
  },
  {
    code: "variable-unknown",
    about: "a misspelt variable",
    bad: { "plan.sh": 'do_build() { cd "$HAB_CACHED_SRC_PATH"; }\n' },
    good: {
      "plan.sh":
        'LD_FLAGS=-lz\ndo_build() { cd "$HAB_CACHE_SRC_PATH"; echo "$LD_FLAGS" "$FFLAGS"; }\n',
    },
    says: /did you mean HAB_CACHE_SRC_PATH\?/,
    at: "HAB_CACHED_SRC_PATH",
  },
  {
    code: "callback-unknown",
    about: "a callback by another name",
    bad: { "plan.sh": "do_patch() { patch -p1 < a.patch; }\n" },
    good: { "plan.sh": "do_patch() { patch -p1 < a.patch; }\ndo_prepare() { do_patch; }\n" },
    says: /did you mean do_prepare\?/,
    at: "do_patch",
  },
  {
    code: "callback-unknown",
    about: "a callback without its do_",
    bad: { "plan.sh": "install() { make install; }\n" },
    good: {
      "plan.sh":
        "install() { make install; }\ndo_install() { install; }\ncheck() { :; }\ndo_check() { :; }\n",
    },
    says: /did you mean do_install\?/,
    at: "install",
  },
  {
    code: "assignment-spaced",
    about: "white space around the = of a setting",
    bad: { "plan.sh": 'pkg_description = "a b"\n' },
    good: { "plan.sh": "pkg_description='a = b'\nCFLAGS= true\ntest x = y || true\n" },
    says: /write pkg_description=VALUE/,
    at: 'pkg_description = "a b"',
  },
  {
    code: "assignment-spaced",
    about: "white space behind the = of a setting",
    bad: { "plan.sh": "pkg_svc_user= root\ntrue\n" },
    good: { "plan.sh": "pkg_svc_user=\ntrue\n" },
    says: /pkg_svc_user is not set here/,
    at: "pkg_svc_user= root",
  },
  {
    code: "setting-invalid",
    about: "a list in one text",
    bad: { "plan.sh": 'pkg_deps=("core/glibc core/zlib")\n' },
    good: { "plan.sh": "pkg_deps=(core/glibc core/zlib)\n" },
    says: /an item of its own: core\/glibc and core\/zlib/,
    at: "core/glibc core/zlib",
  },
  {
    code: "setting-invalid",
    about: "a checksum of another kind",
    bad: { "plan.sh": `pkg_source=https://acme.org/a.tar.gz\npkg_shasum=${"a".repeat(32)}\n` },
    good: { "plan.sh": source },
    says: /the length of an MD5 checksum/,
  },
  {
    code: "setting-invalid",
    about: "a kind of package that there is not",
    bad: { "plan.sh": "pkg_type=compsite\n" },
    good: { "plan.sh": "pkg_type=standard\n" },
    says: /expected composite/,
    at: "compsite",
  },
  {
    code: "helper-unknown",
    about: "a misspelt helper",
    bad: { "plan.sh": "pkg_deps=(core/zlib)\ndo_build() { pkg_path_form core/zlib; }\n" },
    good: {
      "plan.sh":
        "pkg_deps=(core/zlib)\ndo_build() { pkg_path_form core/zlib; }\npkg_path_form() { echo; }\n",
    },
    says: /did you mean pkg_path_for\?/,
    at: "pkg_path_form",
  },
  {
    code: "map-item-invalid",
    about: "white space in a map",
    bad: { "plan.sh": 'pkg_binds=( [db] = "port" )\n', "hooks/run": run },
    good: { "plan.sh": 'pkg_binds=( [db]="port" )\n', "hooks/run": run },
    says: /without white space/,
  },
  {
    code: "setting-type",
    about: "a text for a map",
    bad: { "plan.sh": "unset pkg_exports\npkg_exports=port\n", "hooks/run": run },
    good: { "plan.sh": "unset pkg_license\npkg_license=MIT\n" },
    says: /must be a map/,
  },
  {
    code: "setting-missing",
    about: "no version",
    bad: { "plan.sh": "pkg_name=x\npkg_origin=acme\n" },
    good: { "plan.sh": "pkg_license=(MIT)\n" },
    says: /pkg_version is not set/,
  },
  {
    code: "setting-invalid",
    about: "a dependency without an origin",
    bad: { "plan.sh": "pkg_deps=(core/glibc zlib)\n" },
    good: { "plan.sh": 'pkg_deps=(core/glibc "$HAB_ORIGIN/zlib")\n' },
    says: /put its origin in front, as in core\/zlib/,
    at: "zlib",
  },
  {
    code: "license-unknown",
    about: "a licence that is not SPDX",
    bad: { "plan.sh": "pkg_license=('Apache 2.0')\n" },
    good: { "plan.sh": "pkg_license=('Apache-2.0' 'MIT OR BSD-3-Clause' LicenseRef-acme)\n" },
    says: /write Apache-2\.0/,
    at: "Apache 2.0",
  },
  {
    code: "license-deprecated",
    about: "a replaced identifier",
    bad: { "plan.sh": "pkg_license=(GPL-2.0+)\n" },
    good: { "plan.sh": "pkg_license=(GPL-2.0-or-later)\n" },
    says: /write GPL-2\.0-or-later/,
    at: "GPL-2.0+",
  },
  {
    code: "source-unencrypted",
    about: "plain http",
    bad: { "plan.sh": `pkg_source=http://ftp.gnu.org/a.tar.gz\npkg_shasum=${sha}\n` },
    good: { "plan.sh": source },
    says: /https:\/\/ftp\.gnu\.org\/a\.tar\.gz/,
  },
  {
    code: "shasum-missing",
    about: "no checksum",
    bad: { "plan.sh": "pkg_source=https://acme.org/a.tar.gz\n" },
    good: { "plan.sh": "pkg_source=https://acme.org/a.git\ndo_download() { git clone x; }\n" },
    says: /pkg_shasum is not/,
  },
  {
    code: "setting-invalid",
    about: "a malformed checksum",
    bad: { "plan.sh": "pkg_source=https://acme.org/a.tar.gz\npkg_shasum=abc\n" },
    good: {
      "plan.sh":
        "pkg_source=https://acme.org/a.tar.gz\npkg_shasum=skip\ndo_verify() { gpg --verify a.sig; }\n",
    },
    says: /64 hexadecimal digits/,
    at: "abc",
  },
  {
    code: "verify-skipped",
    about: "a do_verify that does nothing",
    bad: { "plan.sh": "pkg_source=https://acme.org/a.tar.gz\ndo_verify() { return 0; }\n" },
    good: {
      "plan.sh":
        "pkg_source=https://acme.org/a.git\ndo_verify() { return 0; }\ndo_download() { git clone x; }\n",
    },
    says: /built as it is/,
  },
  {
    code: "dep-duplicate",
    about: "a dependency listed twice",
    bad: { "plan.sh": "pkg_deps=(\n  core/glibc\n  core/zlib\n  core/glibc\n)\n" },
    good: { "plan.sh": "pkg_deps=(\n  core/glibc\n  # core/glibc\n  acme/glibc\n)\n" },
    says: /core\/glibc twice/,
    at: "core/glibc",
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
    code: "setting-invalid",
    about: "a source that nothing can download",
    bad: { "plan.sh": `pkg_source=git@acme.org:a/b.git\npkg_shasum=${sha}\n` },
    good: { "plan.sh": `pkg_source=git://acme.org/b.git\ndo_download() { git clone x; }\n` },
    says: /a do_download of its own/,
  },
  {
    code: "packs-source-tree",
    about: "the same with rsync",
    bad: { "habitat/plan.sh": 'do_install() { rsync -a "$PWD/" "$pkg_prefix"; }\n' },
    good: { "habitat/plan.sh": 'do_install() { rsync -a --exclude=results . "$pkg_prefix"; }\n' },
    says: /whole source tree/,
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
  {
    code: "packs-source-tree",
    about: "the whole source tree in the package",
    bad: {
      "habitat/plan.sh": 'do_build() { return 0; }\ndo_install() { cp -R . "$pkg_prefix"; }\n',
    },
    good: {
      "habitat/plan.sh":
        'do_install() { cp -r app "$pkg_prefix/"; cd dist; cp -r . "$pkg_prefix"; }\n',
      "other/plan.sh": `${source}do_install() { cp -r ./* "$pkg_prefix"; }\n`,
    },
    says: /whole source tree/,
  },
  {
    code: "packs-source-tree",
    about: "the same through PLAN_CONTEXT",
    bad: {
      "habitat/plan.sh": 'do_install() { cp -a "$PLAN_CONTEXT/../." "${pkg_prefix}/app"; }\n',
    },
    good: {
      "habitat/plan.sh": 'do_install() { cp -a "$PLAN_CONTEXT/../lib" "${pkg_prefix}/app"; }\n',
    },
    says: /results\//,
  },
  {
    code: "exposes-unknown",
    about: "pkg_exposes without an export",
    bad: {
      "plan.sh": "pkg_exposes=(port admin)\npkg_exports=([port]=port)\n",
      "default.toml": "port = 80\n",
      "hooks/run": run,
    },
    good: {
      "plan.sh": "pkg_exposes=(port)\npkg_exports=([port]=port)\n",
      "default.toml": "port = 80\nbig = 9223372036854775807\n",
      "hooks/run": run,
    },
    says: /pkg_exposes names admin/,
    at: "admin",
  },
  {
    code: "exposes-port",
    about: "an exposed export that is no port",
    bad: {
      "plan.sh": "pkg_exposes=(port)\npkg_exports=([port]=port)\n",
      "default.toml": "port = 99999\n",
      "hooks/run": run,
    },
    good: {
      "plan.sh": "pkg_exposes=(port)\npkg_exports=([port]=port)\n",
      "default.toml": "port = 443\n",
      "hooks/run": run,
    },
    says: /99999/,
    at: "port",
  },
  {
    code: "default-toml-invalid",
    about: "a broken default.toml",
    bad: { "plan.sh": "", "default.toml": "port =\n" },
    good: { "plan.sh": "", "default.toml": "port = 9223372036854775807\n" },
    says: /not valid TOML/,
  },
  {
    code: "export-missing",
    about: "an export without configuration",
    bad: {
      "plan.sh": "pkg_exports=([host]=server.host)\n",
      "default.toml": "[server]\nport = 80\n",
      "hooks/run": run,
    },
    good: {
      "plan.sh": "pkg_exports=([port]=server.port)\n",
      "default.toml": "[server]\nport = 80\n",
      "hooks/run": run,
    },
    says: /server\.host/,
    at: "server.host",
  },
  {
    code: "bind-duplicate",
    about: "a bind in both maps",
    bad: {
      "plan.sh": 'pkg_binds=([db]="port")\npkg_binds_optional=([db]="port")\n',
      "hooks/run": run,
    },
    good: {
      "plan.sh": 'pkg_binds=([db]="port")\npkg_binds_optional=([cache]="port")\n',
      "hooks/run": run,
    },
    says: /db is in pkg_binds and in pkg_binds_optional/,
  },
  {
    code: "bind-keys-invalid",
    about: "a bind whose exports are separated by commas",
    bad: { "plan.sh": 'pkg_binds=([db]="port,host")\n', "hooks/run": run },
    good: { "plan.sh": 'pkg_binds=([db]="port host")\n', "hooks/run": run },
    says: /spaces between/,
    at: "port,host",
  },
  {
    code: "bind-export-unknown",
    about: "a bind that asks a plan of the run for too much",
    bad: {
      "web/plan.sh": 'pkg_binds=([db]="port password")\n',
      "web/hooks/run": run,
      "db/plan.sh": "pkg_exports=([port]=port)\n",
      "db/hooks/run": run,
      "db/default.toml": "port = 1\n",
    },
    good: {
      "web/plan.sh": 'pkg_binds=([db]="port" [cache]="password")\n',
      "web/hooks/run": run,
      "db/plan.sh": "pkg_exports=([port]=port)\n",
      "db/hooks/run": run,
      "db/default.toml": "port = 1\n",
    },
    says: /password, which .*db\/plan\.sh does not export/,
  },
  {
    code: "service-without-run",
    about: "a service that nothing starts",
    bad: { "plan.sh": "", "hooks/init": run },
    good: {
      "plan.sh": "pkg_svc_run='sleep 9'\npkg_deps=(core/coreutils)\n",
      "hooks/init": run,
      "lib/plan.sh": "",
      "lib/hooks/install": run,
    },
    says: /hooks\/init is for a service/,
  },
  {
    code: "service-without-bin-dirs",
    about: "a program on no search path",
    bad: { "plan.sh": "pkg_svc_run='nginx -g x'\n" },
    good: {
      "plan.sh": "pkg_svc_run='nginx -g x'\npkg_bin_dirs=(sbin)\n",
      "abs/plan.sh": "pkg_svc_run='{{pkg.path}}/nginx'\n",
    },
    says: /starts nginx/,
  },
  {
    code: "composite-services",
    about: "a composite of one",
    bad: { "plan.sh": "pkg_type=composite\npkg_services=(acme/web)\n" },
    good: { "plan.sh": "pkg_type=composite\npkg_services=(acme/web acme/db)\n" },
    says: /only one service/,
  },
  {
    code: "composite-not-a-service",
    about: "a library in a composite",
    bad: {
      "all/plan.sh": "pkg_type=composite\npkg_services=(acme/web acme/lib)\n",
      "web/plan.sh": "",
      "web/hooks/run": run,
      "lib/plan.sh": "",
    },
    good: {
      "all/plan.sh": "pkg_type=composite\npkg_services=(acme/web acme/elsewhere)\n",
      "web/plan.sh": "",
      "web/hooks/run": run,
    },
    says: /acme\/lib is not a service/,
    at: "acme/lib",
  },
  {
    code: "composite-bind",
    about: "a bind that the producer cannot satisfy",
    bad: {
      "all/plan.sh":
        'pkg_type=composite\npkg_services=(acme/web acme/db)\ndeclare -A pkg_bind_map=([acme/web]="store:acme/db")\n',
      "web/plan.sh": 'pkg_binds=([store]="port")\n',
      "web/hooks/run": run,
      "db/plan.sh": "",
      "db/hooks/run": run,
    },
    good: {
      "all/plan.sh":
        'pkg_type=composite\npkg_services=(acme/web acme/db)\ndeclare -A pkg_bind_map=([acme/web]="store:acme/db")\n',
      "web/plan.sh": 'pkg_binds=([store]="port")\n',
      "web/hooks/run": run,
      "db/plan.sh": "pkg_exports=([port]=port)\n",
      "db/hooks/run": run,
      "db/default.toml": "port = 1\n",
    },
    says: /needs port of store, which acme\/db does not export/,
  },
  {
    code: "hook-unknown",
    about: "a misspelt hook",
    bad: { "plan.sh": "", "hooks/run": run, "hooks/healthcheck": run },
    good: { "plan.sh": "", "hooks/run": run, "hooks/health-check": run, "hooks/init.sh": run },
    says: /did you mean health-check\?/,
  },
  {
    code: "hook-spelling",
    about: "a hook by its older name",
    bad: { "plan.sh": "", "hooks/run": run, "hooks/health_check": run },
    good: { "plan.sh": "", "hooks/run": run, "hooks/health_check": run, "hooks/health-check": run },
    says: /rename hooks\/health_check to hooks\/health-check/,
  },
  {
    code: "hook-shebang",
    about: "a hook without an interpreter",
    bad: { "plan.sh": "", "hooks/run": "exec sleep 9\n" },
    good: {
      "plan.sh": "pkg_deps=(core/bash)\n",
      "hooks/run": '#!{{pkgPathFor "core/bash"}}/bin/bash\n',
    },
    says: /does not begin with #!/,
  },
  {
    code: "hook-shebang",
    about: "an interpreter of the host",
    bad: { "plan.sh": "", "hooks/run": "#!/usr/bin/env bash\n" },
    good: { "plan.sh": "", "hooks/run": "#!/bin/sh\n", "plan.ps1": "" },
    says: /\/usr\/bin\/env bash/,
  },
  {
    code: "hook-duplicate",
    about: "two files for one hook",
    bad: { "plan.sh": "", "hooks/run": run, "hooks/run.sh": run },
    good: { "plan.sh": "", "hooks/run": run, "hooks/init.sh": run },
    says: /several files/,
  },
  {
    code: "hook-line-endings",
    about: "CR LF",
    bad: { "plan.sh": "", "hooks/run": "#!/bin/sh\r\nexec sleep 9\r\n" },
    good: { "plan.sh": "", "hooks/run": run },
    says: /CR LF/,
  },
  {
    code: "template-syntax",
    about: "a block without an end",
    bad: service("a = 1\n", "{{#if cfg.a}}x\n"),
    good: service("a = 1\n", "{{#if cfg.a}}x{{/if}} \\{{no}} {{! a comment }}\n"),
    says: /has no end/,
    at: "{{#if cfg.a}}",
  },
  {
    code: "template-index",
    about: "an index without its dot",
    bad: service("a = [1]\n", "{{cfg.a[0]}}\n"),
    good: service("a = [1]\n", "{{cfg.a.[0]}}\n"),
    says: /write \.\[0\]/,
    at: "[0]",
  },
  {
    code: "template-helper-unknown",
    about: "a helper by the wrong name",
    bad: service("a = 'x'\n", "{{toUpperCase cfg.a}}\n"),
    good: service("a = 'x'\n", "{{toUppercase cfg.a}}{{#if (eq cfg.a 'x')}}y{{/if}}\n"),
    says: /did you mean toUppercase\?/,
    at: "toUpperCase",
  },
  {
    code: "template-helper-unknown",
    about: "a partial that is not there",
    bad: service("", "{{> other.conf}}\n"),
    good: { ...service("", "{{> other.conf port=1}}\n"), "web/config/other.conf": "{{port}}\n" },
    says: /no partial other\.conf/,
  },
  {
    code: "template-parameters",
    about: "a helper without what it needs",
    bad: service("a = ['x']\n", "{{strJoin cfg.a}}\n"),
    good: service("a = ['x']\n", "{{strJoin cfg.a ','}}\n"),
    says: /strJoin LIST SEPARATOR/,
  },
  {
    code: "template-cfg-missing",
    about: "configuration without a default",
    bad: service("[server]\nport = 1\n", "{{cfg.server.prot}}\n"),
    good: service(
      "[server]\nport = 1\n[[peer]]\nname = 'a'\n[open]\n",
      [
        "{{cfg.server.port}} {{#if cfg.tls}}{{cfg.tls.key}}{{/if}}",
        "{{#with cfg.server}}{{port}} {{../cfg.server.port}} {{@root.cfg.server.port}}{{/with}}",
        "{{#each cfg.peer as |p|}}{{p.name}} {{@index}} {{@last}}{{/each}}",
        "{{#each cfg.peer}}{{name}}{{#unless @last}},{{/unless}}{{/each}}",
        "{{cfg.peer.[0].name}} {{cfg.peer.0.name}} {{cfg.open.anything}} {{toJson cfg}}",
        "{{#each cfg.open}}{{@key}}={{this}}{{/each}} {{lookup cfg.server 'x'}}",
        "",
      ].join("\n"),
    ),
    says: /did you mean port\?/,
    at: "cfg.server.prot",
  },
  {
    code: "template-cfg-missing",
    about: "configuration that is in another table",
    bad: service("[replication]\nthreshold = 1\n", "{{cfg.threshold}}\n"),
    good: service("[replication]\nthreshold = 1\n", "{{cfg.replication.threshold}}\n"),
    says: /did you mean cfg\.replication\.threshold\?/,
    at: "cfg.threshold",
  },
  {
    code: "template-cfg-missing",
    about: "configuration that is there in a comment",
    bad: service("# master =\n", "{{cfg.master}}\n"),
    good: service("# master =\n", "{{#if cfg.master}}{{cfg.master}}{{/if}}\n"),
    says: /it is there in a comment/,
  },
  {
    code: "template-path-unknown",
    about: "configuration without its cfg",
    bad: service("[server]\nport = 1\n", "{{server.port}}\n"),
    good: service("[server]\nport = 1\n", "{{cfg.server.port}}\n"),
    says: /did you mean cfg\.server\.port\?/,
  },
  {
    code: "template-cfg-missing",
    about: "configuration that the items of a list do not have",
    bad: service("[[peer]]\nname = 'a'\n", "{{#each cfg.peer as |p|}}{{p.port}}{{/each}}\n"),
    good: service("peer = []\n", "{{#each cfg.peer as |p|}}{{p.port}}{{/each}}\n"),
    says: /no port there/,
    at: "p.port",
  },
  {
    code: "template-cfg-missing",
    about: "a question for what is nearly there",
    bad: service("enabled = true\n", "{{#if cfg.enabeld}}x{{/if}}\n"),
    good: service("enabled = true\n", "{{#if cfg.verbose}}x{{/if}}\n"),
    says: /did you mean enabled\?/,
  },
  {
    code: "template-path-unknown",
    about: "a field that pkg does not have",
    bad: service("", "{{pkg.svc_conf_path}}\n"),
    good: service(
      "",
      "{{pkg.svc_config_path}} {{sys.ip}} {{svc.me.sys.ip}} {{svc.leader.pkg.name}} {{pkg.env.PATH}}\n",
    ),
    says: /no pkg\.svc_conf_path/,
    at: "pkg.svc_conf_path",
  },
  {
    code: "template-path-unknown",
    about: "the service while a package is installed",
    bad: { "plan.sh": "", "hooks/install": "#!/bin/sh\necho {{sys.ip}}\n" },
    good: { "plan.sh": "", "hooks/install": "#!/bin/sh\necho {{pkg.svc_config_install_path}}\n" },
    says: /there is cfg, pkg/,
  },
  {
    code: "template-scope",
    about: "a path that does not leave its block",
    bad: service(
      "port = 1\n[repl]\nsize = 2\n",
      "{{#with cfg.repl}}{{size}} {{cfg.port}}{{/with}}\n",
    ),
    good: service(
      "port = 1\n[repl]\nsize = 2\n",
      "{{#with cfg.repl}}{{size}} {{../cfg.port}}{{/with}}\n",
    ),
    says: /write \.\.\/cfg\.port/,
    at: "cfg.port",
  },
  {
    code: "template-bind-unknown",
    about: "a bind that the plan does not have",
    bad: service("", "{{bind.db.first.sys.ip}}\n", 'pkg_binds=([database]="port")\n'),
    good: service(
      "",
      "{{#eachAlive bind.database.members as |m|}}{{m.sys.ip}}:{{m.cfg.port}}{{/eachAlive}}\n",
      'pkg_binds=([database]="port")\n',
    ),
    says: /no bind db/,
  },
  {
    code: "template-bind-export",
    about: "an export that the bind does not ask for",
    bad: service("", "{{bind.database.first.cfg.user}}\n", 'pkg_binds=([database]="port")\n'),
    good: service("", "{{bind.database.first.cfg.user}}\n", 'pkg_binds=([database]="port user")\n'),
    says: /does not ask for user/,
  },
  {
    code: "template-export-unknown",
    about: "configuration of a member that is no export",
    bad: service(
      "port = 1\nhost = 2\n",
      "{{svc.leader.cfg.host}}\n",
      "pkg_exports=([port]=port)\n",
    ),
    good: service(
      "port = 1\nhost = 2\n",
      "{{svc.leader.cfg.port}} {{cfg.host}}\n",
      "pkg_exports=([port]=port)\n",
    ),
    says: /pkg_exports has no host/,
  },
  {
    code: "template-dep-undeclared",
    about: "a package that nothing brings along",
    bad: {
      "web/plan.sh": "pkg_deps=(acme/lib)\n",
      "web/hooks/run": run,
      "web/config/a": '{{pkgPathFor "core/bash"}}\n',
      "lib/plan.sh": "",
    },
    good: service("", '{{pkgPathFor "core/glibc"}}\n'),
    says: /no run dependency brings it along/,
  },
  {
    code: "ident-invalid",
    about: "pkgPathFor without an origin",
    bad: service("", '{{pkgPathFor "glibc"}}\n'),
    good: service("", '{{pkgPathFor "core/glibc"}}\n'),
    says: /core\/glibc/,
  },
];
