import type { DiagnosticSpec } from "./spec.ts";

/** Keys, packages and the store. */
export const packageDiagnostics = {
  "ident-invalid": {
    title: "Not a package identifier",
    explain:
      "An identifier is `origin/name`, `origin/name/version` or `origin/name/version/release`.",
  },
  "dep-missing": {
    title: "A dependency is not installed",
    explain:
      "The package is neither in the store, nor a `.hart` in the results folder or the artifact cache. Build it, install it, or copy its `.hart` there.",
  },
  "dep-conflict": {
    title: "Two releases of one package in the run dependencies",
    explain:
      "Everything a package runs with is loaded together, so there can be only one release of each package in it. Rebuild the dependency that is behind, or ask for another version of one.",
    exitCode: 31,
  },
  "dep-broken": {
    title: "An installed package is damaged",
    explain: "A metadata file of the package is missing or cannot be read. Install it again.",
  },
  "release-exists": {
    title: "The release is in the package store already",
    explain:
      "An installed package is never replaced by another one: others may run with it. Two builds of one package in the same second would make the same release, as do two builds with the same `SOURCE_DATE_EPOCH`. Build again, or remove the installed one first.",
  },
  "package-missing": {
    title: "The package is not installed",
    explain:
      "Nothing in the package store satisfies the identifier. `habc pkg list` shows what there is, `habc pkg install` adds to it.",
  },
  "package-needed": {
    title: "An installed package is still needed",
    explain:
      "Other installed packages run with this one and would break without it: uninstall them first. Or a build uses it right now: uninstall it when that has ended.",
  },
  "package-target": {
    title: "The package is for another platform",
    explain:
      "A package runs on the platform that its `TARGET` names. Take the one that was built for this machine.",
  },
  "hook-failed": {
    title: "An install or uninstall hook failed",
    explain:
      "The hook ended with a status other than 0, or could not be started. An installed package stays; `habc pkg install` runs its hook again. `--ignore-install-hook` and `--ignore-uninstall-hook` leave hooks out.",
  },
  "hook-not-run": {
    title: "A hook was not run",
    explain:
      "Hooks are templates, and this one uses more of the template language than an install or uninstall knows: it needs the supervisor's rendering. Do by hand what the hook does, or leave it to the supervisor.",
    severity: "warning",
  },
  "stand-in-unavailable": {
    title: "The host has nothing to stand in for the package",
    explain:
      "A stand-in leads to programs, libraries and headers of the host. One that the package cannot do without is missing, or habc does not know the package: `habc pkg host` lists those that it knows.",
  },
  "key-missing": {
    title: "No signing key for the origin",
    explain:
      "A package is signed with the secret key of its origin. `habc origin key generate ORIGIN` makes a pair; `habc origin key import` takes an existing one.",
    exitCode: 35,
  },
  "key-invalid": {
    title: "Not a valid key file",
    explain: "The file does not have Habitat's key format, or its parts do not fit together.",
  },
  "key-exists": {
    title: "A different key of that name is already there",
    explain:
      "A key file is never overwritten by a different one: what it signed could not be verified any more.",
  },
  "package-content": {
    title: "A file cannot be packed",
    explain:
      "A package holds folders, files and links that the build's user can read. Sockets, pipes and devices have no place in it: remove them at the end of `do_install`.",
  },
  "hart-invalid": {
    title: "Not a valid .hart",
    explain: "The file does not have the form of a package, or is cut short.",
  },
  "hart-signature": {
    title: "The signature does not hold",
    explain:
      "The content is not what was signed, or was signed with another key. Do not use the package.",
  },
  "provenance-invalid": {
    title: "A provenance does not hold",
    explain:
      "The statement about where a package comes from is not signed by a key that can be found, was changed, or speaks of another file.",
  },
  "metadata-invalid": {
    title: "A metadata file cannot be written",
    explain:
      "A value does not fit into its metadata file: for instance a line break in a file of lines.",
  },
} as const satisfies Record<string, DiagnosticSpec>;
