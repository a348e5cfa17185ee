/** Guesses which known name was meant by one that is not known. */
import { editDistance } from "../ir/edit-distance.ts";

/** Names that people use for something that has another name, and what that is. */
const confusions: Readonly<Record<string, string>> = {
  pkg_path: "pkg_prefix",
  pkg_url: "pkg_upstream_url",
  pkg_homepage: "pkg_upstream_url",
  pkg_sha256: "pkg_shasum",
  pkg_sha256sum: "pkg_shasum",
  pkg_checksum: "pkg_shasum",
  pkg_dependencies: "pkg_deps",
  pkg_run_deps: "pkg_deps",
  pkg_runtime_deps: "pkg_deps",
  pkg_depends: "pkg_deps",
  pkg_makedepends: "pkg_build_deps",
  pkg_build_dependencies: "pkg_build_deps",
  pkg_build_depends: "pkg_build_deps",
  pkg_optional_binds: "pkg_binds_optional",
  pkg_user: "pkg_svc_user",
  pkg_group: "pkg_svc_group",
  pkg_run: "pkg_svc_run",
  do_setup: "do_prepare",
  do_patch: "do_prepare",
  do_configure: "do_prepare",
  do_compile: "do_build",
  do_make: "do_build",
  do_test: "do_check",
  do_tests: "do_check",
  do_package: "do_install",
  do_fetch: "do_download",
  do_extract: "do_unpack",
  do_env: "do_setup_environment",
};

/**
 * @param known The names that there are.
 * @returns The one that was most likely meant, if one is near enough.
 * @example likelyName("pkg_expose", settingNames); // "pkg_exposes"
 */
export function likelyName(name: string, known: readonly string[]): string | undefined {
  const confused = Object.hasOwn(confusions, name) ? confusions[name] : undefined;
  if (confused !== undefined && known.includes(confused)) return confused;
  const limit = name.length >= 10 ? 2 : name.length >= 4 ? 1 : 0;
  let best: { readonly name: string; readonly distance: number } | undefined;
  for (const candidate of known) {
    const distance = sameLetters(name, candidate) ? 0 : editDistance(name, candidate, limit);
    if (distance <= limit && distance < (best?.distance ?? limit + 1)) {
      best = { name: candidate, distance };
    }
  }
  return best?.name;
}

/** Whether a name is another one with a typing error or two, rather than one for the same thing. */
export function isTypingError(name: string, meant: string): boolean {
  return sameLetters(name, meant) || editDistance(name, meant, 2) <= 2;
}

/** `LD_FLAGS` and `LDFLAGS`, `pkgname` and `pkg_name`. */
function sameLetters(a: string, b: string): boolean {
  const letters = (text: string) => text.replaceAll("_", "").replaceAll("-", "").toLowerCase();
  return letters(a) === letters(b);
}
