/** The declarations of `habc pkg export …`. */
import type { ArgumentSpec, CommandSpec, OptionSpec } from "../command.ts";

const ident = {
  name: "IDENT",
  doc: "An installed package: origin/name[/version[/release]], the newest where several fit",
} as const satisfies ArgumentSpec;
const json = { name: "json", doc: "Print what was written as JSON" } as const satisfies OptionSpec;

export const pkgExportTarSpec = {
  summary: "Export a package with all that it runs with as an archive",
  description: [
    "Writes origin-name-version-release.tar.gz, which unpacks to hab/pkgs/… at the root of a machine or a container.",
    "The same packages give the same bytes.",
  ],
  arguments: [ident],
  options: [
    { name: "out", short: "o", value: "DIR", default: ".", doc: "The folder to write to" },
    json,
  ],
  environment: ["FS_ROOT"],
  success: "The archive is written",
  refusals: ["dep-missing"],
  examples: [{ command: "habc pkg export tar acme/clock", doc: "An archive in this folder" }],
} as const satisfies CommandSpec;

export const pkgExportOciSpec = {
  summary: "Export a package with all that it runs with as a container image",
  description: [
    "Writes an OCI image layout, without Docker: one layer for each package, so that images share the packages that they have in common. Ports, user, stop signal, environment and labels are the package's.",
    "The entry point is the command of pkg_svc_run, else a run hook that has nothing to fill in, else the only program of the package; --entrypoint gives another.",
    "The same packages give the same bytes.",
  ],
  arguments: [ident],
  options: [
    {
      name: "out",
      short: "o",
      value: "DIR",
      doc: "The folder of the layout, which must not be there [default: origin-name-version-release-oci]",
    },
    {
      name: "entrypoint",
      value: "WORD",
      repeat: true,
      doc: "The command of the image, a word each time",
    },
    json,
  ],
  environment: ["FS_ROOT"],
  success: "The image is written",
  refusals: ["dep-missing"],
  examples: [
    { command: "habc pkg export oci acme/clock -o clock", doc: "An image in the folder clock" },
    {
      command: "skopeo copy oci:clock docker-archive:clock.tar",
      doc: "The same for a container engine",
    },
  ],
} as const satisfies CommandSpec;
