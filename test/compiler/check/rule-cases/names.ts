/** Names of settings, variables, callbacks and helpers, and how values are assigned. */
import { type RuleCase, run } from "./rule-case.ts";

export const namesCases: readonly RuleCase[] = [
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
];
