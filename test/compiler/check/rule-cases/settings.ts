/** What settings say: types, licences, sources, checksums, what is packed. */
import { type RuleCase, run, sha, source } from "./rule-case.ts";

export const settingsCases: readonly RuleCase[] = [
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
    code: "license-unknown",
    about: "two licences in one text",
    bad: { "plan.sh": "pkg_license=('MIT, apache2')\n" },
    good: { "plan.sh": "pkg_license=('MIT OR Apache-2.0')\n" },
    says: /an item of its own, or say which counts: MIT OR Apache-2\.0/,
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
];
