import type { DiagnosticSpec } from "./spec.ts";

/** What `habc check` finds in plans that a build would take. */
export const lintDiagnostics = {
  "setting-unknown": {
    title: "A setting is misspelt",
    explain:
      "The plan sets a variable whose name is nearly that of a setting, and nothing reads it: the package is built as if the line were not there. Give it the name of the setting, or one that does not begin with `pkg_`.",
    severity: "warning",
  },
  "variable-unknown": {
    title: "A variable is misspelt",
    explain:
      "The plan reads a variable that neither it nor a build sets, and whose name is nearly that of one that is. It is empty, so a path that begins with it begins at `/`.",
    severity: "warning",
  },
  "callback-unknown": {
    title: "A callback is misspelt",
    explain:
      "The plan defines a function whose name begins with `do_`, which a build does not call, nor does the plan. Rename it to the callback that was meant, or call it from one.",
    severity: "warning",
  },
  "helper-unknown": {
    title: "A helper is misspelt",
    explain:
      "The plan calls a command whose name is nearly that of a helper, and that there is not. The callback would fail there.",
    severity: "warning",
  },
  "assignment-spaced": {
    title: "An assignment with white space around its =",
    explain:
      "`pkg_name = x` calls a command `pkg_name`, which there is not, and `pkg_name= x` calls `x`. The plan goes on after either, and the setting has no value. Write `pkg_name=x`.",
  },
  "map-item-invalid": {
    title: "An item of a map has no key",
    explain:
      "Each item of a map is `[key]=value`, without white space around the `=`. bash takes the parts of `[db] = port` for three items, and drops them with a message that is easily overlooked.",
  },
  "license-unknown": {
    title: "A licence is no SPDX expression",
    explain:
      "Tools that look for licences know SPDX expressions: an identifier of the SPDX list such as `BSD-3-Clause`, several with `AND` and `OR`, or `LicenseRef-NAME` for a licence that is not on the list.",
    severity: "warning",
  },
  "license-deprecated": {
    title: "A licence has a new SPDX identifier",
    explain:
      "SPDX has replaced the identifier. Those of the GNU licences left open whether a later version may be chosen: `GPL-2.0` means `GPL-2.0-only`, `GPL-2.0+` is now `GPL-2.0-or-later`.",
    severity: "info",
  },
  "source-unencrypted": {
    title: "The source is downloaded without encryption",
    explain:
      "Anybody on the way can see what is downloaded, and change it. With a checksum a changed file is refused; without one it is built. Many servers have the same file under `https://`.",
    severity: "info",
  },
  "shasum-missing": {
    title: "The source has no checksum",
    explain:
      "What is downloaded is compared with `pkg_shasum`, and without it the build fails after the download. `sha256sum FILE` prints it. A plan that downloads by itself overrides `do_download` and `do_verify`.",
  },
  "verify-skipped": {
    title: "What is downloaded is not verified",
    explain:
      "The plan overrides `do_verify` with a callback that does nothing, and leaves the download to habc: whatever the server sends is built. Set `pkg_shasum` and drop the override.",
    severity: "warning",
  },
  "dep-duplicate": {
    title: "A dependency is listed twice",
    explain: "One of the two has no effect. Remove it.",
    severity: "warning",
  },
  "dep-in-both": {
    title: "A dependency is listed for the run and for the build",
    explain:
      "What a package runs with is there when it is built, too. Only the order of search paths can differ: build dependencies come first.",
    severity: "info",
  },
  "dep-self": {
    title: "A package depends on itself",
    explain:
      "Every release of the package would bring an older one along, and two releases of one package are a conflict. A compiler that is built with an older release of itself has that in `pkg_build_deps`.",
    severity: "warning",
  },
  "path-undeclared": {
    title: "The path of a package that is no dependency",
    explain:
      "`pkg_path_for` finds direct dependencies only, those of the build and those of the run. For any other it fails, and so does the callback. In the words of another command, as in `make PREFIX=$(pkg_path_for …)`, the failure is not seen, and the path is empty. Add the package to `pkg_build_deps`, or to `pkg_deps` if the package needs it to run.",
  },
  "path-too-early": {
    title: "The path of a package before there is one",
    explain:
      "While a plan is loaded, its dependencies are not resolved yet: `pkg_path_for` at the top level of a plan finds nothing, and what it sets is empty. Ask in a callback, such as `do_begin` or `do_build`.",
    severity: "warning",
  },
  "interpreter-undeclared": {
    title: "An interpreter of a package that is no run dependency",
    explain:
      "`fix_interpreter` and `pkg_interpreter_for` take run dependencies only, as a script needs its interpreter wherever the package is installed. Add the package to `pkg_deps`.",
  },
  "build-dep-at-run-time": {
    title: "A dependency of the build is needed at run time",
    explain:
      "What is only in `pkg_build_deps` is not there when the package runs: a path in the run-time environment leads nowhere, and `pkgPathFor` renders an empty text. Move the package to `pkg_deps`.",
    severity: "warning",
  },
  "status-hidden": {
    title: "A failure is hidden",
    explain:
      "`local x=$(pkg_path_for …)` succeeds even if `pkg_path_for` fails, as the status is that of `local`: the build goes on with an empty text. Declare the variable first, and set it with a line of its own. `export`, `declare` and `readonly` are the same.",
    severity: "info",
  },
  "packs-source-tree": {
    title: "The whole source tree is packed",
    explain:
      "Without `pkg_source`, the callbacks work in the source tree itself. Copied as a whole, it brings the plan, `.git` and the packages in `results/` along, and each build packs the ones before it. Copy what the package needs.",
    severity: "warning",
  },
  "export-missing": {
    title: "An export names no configuration",
    explain:
      "The value of each export is the path of a setting in `default.toml`. Where there is none, the supervisor leaves the export out, and services that bind to this one wait for it.",
    severity: "warning",
  },
  "bind-export-unknown": {
    title: "A bind asks for what the other package does not export",
    explain:
      "The service could not be bound: the supervisor refuses a service group that lacks an export of the bind.",
    severity: "warning",
  },
  "bind-duplicate": {
    title: "A bind is both required and optional",
    explain: "Its name stands in `pkg_binds` and in `pkg_binds_optional`. It is required.",
    severity: "warning",
  },
  "bind-keys-invalid": {
    title: "A bind does not list names",
    explain:
      "The value of a bind is the names of the exports that it needs, separated by spaces alone.",
    severity: "warning",
  },
  "service-without-run": {
    title: "A service that nothing starts",
    explain:
      "The plan has hooks, exports or binds, which only services have, but neither a `run` hook nor `pkg_svc_run`. The supervisor could not start it.",
    severity: "warning",
  },
  "service-without-bin-dirs": {
    title: "The program of the service is on no search path",
    explain:
      "`pkg_svc_run` names a program without its folder, and neither the package nor a run dependency puts one on `PATH`. Set `pkg_bin_dirs`.",
    severity: "warning",
  },
  "hook-unknown": {
    title: "A hook that nothing runs",
    explain:
      "The file in `hooks/` has no name that the supervisor looks for. The reference lists the names of the hooks; other scripts belong to the package's own files.",
    severity: "warning",
  },
  "hook-spelling": {
    title: "A hook has an older name",
    explain:
      "Supervisors of today look for names with dashes, such as `health-check`, and do not run `health_check`. Some hooks are gone altogether.",
    severity: "warning",
  },
  "hook-shebang": {
    title: "A hook has no interpreter",
    explain:
      'The kernel reads the interpreter from the first line, such as `#!{{pkgPathFor "core/bash"}}/bin/bash`. `/usr/bin/env` and the folders of a distribution need not be where the service runs.',
    severity: "warning",
  },
  "template-syntax": {
    title: "A template cannot be read",
    explain:
      "The supervisor renders every file of `hooks/` and `config/`, and cannot start a service of which one is no template. A text with braces of its own is written as `\\{{`.",
  },
  "template-index": {
    title: "An index without its dot",
    explain:
      "An item of a list is `list.[0]`. Engines of old took `list[0]`; the supervisor's of today does not.",
  },
  "template-helper-unknown": {
    title: "A template calls a helper that there is not",
    explain:
      "Rendering fails at this place. A section such as `{{#name}}` is a helper too: write `{{#if name}}` or `{{#each name}}`.",
  },
  "template-parameters": {
    title: "A template calls a helper with too little",
    explain: "The helper needs more parameters than it is given, and rendering fails.",
  },
  "template-cfg-missing": {
    title: "A template reads configuration that has no default",
    explain:
      "`default.toml` does not have the path, so it renders as an empty text until a user sets it. Give it a default, or ask first with `{{#if}}`.",
    severity: "warning",
  },
  "template-path-unknown": {
    title: "A template reads what there is not",
    explain:
      "The data of a template is `cfg`, `pkg`, `sys`, `svc` and `bind`, each with fields of its own; while a package is installed, only `cfg` and `pkg`. Anything else renders as an empty text.",
    severity: "warning",
  },
  "template-scope": {
    title: "A path is looked up in a block's own value",
    explain:
      "Inside of `{{#each}}`, `{{#eachAlive}}` and `{{#with}}` every path begins at the item or value of the block, not at the data as a whole. `../cfg.port` leaves the block, `@root.cfg.port` all of them. Supervisors before 2025 looked up paths inside of `{{#eachAlive}}` in the data as a whole.",
    severity: "warning",
  },
  "template-bind-unknown": {
    title: "A template uses a bind that the plan does not have",
    explain:
      "`bind.NAME` is there for the names in `pkg_binds` and `pkg_binds_optional`. Any other renders as an empty text.",
    severity: "warning",
  },
  "template-bind-export": {
    title: "A template reads an export that the bind does not ask for",
    explain:
      "The value of the bind in `pkg_binds` lists what the other service must export. A name that is not there may be missing, and renders as an empty text.",
    severity: "warning",
  },
  "template-export-unknown": {
    title: "A template reads an export that the plan does not have",
    explain:
      "`cfg` of a member of the service's own group holds the exports, under the names in `pkg_exports`, and not the whole configuration.",
    severity: "warning",
  },
  "template-dep-undeclared": {
    title: "A template asks for the path of a package that is no run dependency",
    explain:
      "`pkgPathFor` finds run dependencies, also those of dependencies. Any other renders as an empty text. A package that only comes along with another may be gone with its next release: add it to `pkg_deps`.",
    severity: "warning",
  },
  "suppression-invalid": {
    title: "A suppression does not count",
    explain:
      "A suppression names one or more codes and a reason: `# habc: allow CODE — reason`, at the end of the line or on the line above. Without a reason, or with a code that there is not, it suppresses nothing.",
    severity: "warning",
  },
  "suppression-unused": {
    title: "A suppression that suppresses nothing",
    explain: "There is no such finding at this place any more. Remove the comment.",
    severity: "warning",
  },
  "config-invalid": {
    title: "The configuration cannot be used",
    explain:
      "`habc.toml` is no valid TOML, or has a key or value that `habc check` does not know. Its page in the documentation shows all there are.",
    exitCode: 2,
  },
} as const satisfies Record<string, DiagnosticSpec>;
