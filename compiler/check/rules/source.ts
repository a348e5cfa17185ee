/** Where the source comes from, and whether it is what the author saw. */
import type { Diagnostic } from "../../ir/index.ts";
import { sourceProtocols } from "../../ir/source-protocols.ts";
import { finding, type Rule, type RuleContext } from "../context.ts";
import { settingSpan } from "../setting-spans.ts";
import { encryptedForm } from "./encrypted-hosts.ts";

export const sourceRule: Rule = (context) => {
  const { pkg_source: source } = context.ir.settings;
  if (!source) return [];
  return [
    ...unreachable(context, source),
    ...unencrypted(context, source),
    ...missingChecksum(context),
    ...unverified(context),
  ];
};

/** No download can begin. Whoever downloads by other means may write anything there. */
function unreachable({ ir }: RuleContext, source: string): Diagnostic[] {
  const { do_download: own, do_default_download: default_ } = ir.callbacks;
  if (own !== undefined || default_ !== undefined) return [];
  const [, protocol] = /^([a-z][a-z0-9+.-]*:)\/\//i.exec(source.trim()) ?? [];
  const isKnown = sourceProtocols.some((known) => known === protocol?.toLowerCase());
  const isRepository = /^[\w.-]+@[\w.-]+:/.test(source);
  if (isKnown || (protocol === undefined && !isRepository)) return [];
  return [
    finding("setting-invalid", {
      message: `pkg_source is ${JSON.stringify(source)}`,
      hint: "expected a URL of https, http, ftp or file; a plan that clones a repository does so in a do_download of its own",
      spans: [settingSpan(ir, "pkg_source")],
    }),
  ];
}

function unencrypted({ ir }: RuleContext, source: string): Diagnostic[] {
  const [, scheme, host = ""] = /^(http|ftp):\/\/([^/:]*)/i.exec(source) ?? [];
  // What does not leave the machine needs none.
  if (scheme === undefined || /^(localhost|127\..*)$/.test(host)) return [];
  const better = encryptedForm(source);
  return [
    finding("source-unencrypted", {
      message: `the source is downloaded over ${scheme.toLowerCase()}`,
      ...(better === undefined ? {} : { hint: `the server has it at ${better} too` }),
      spans: [settingSpan(ir, "pkg_source")],
    }),
  ];
}

/** The build would fail after the download. */
function missingChecksum({ ir }: RuleContext): Diagnostic[] {
  const { settings, dynamic } = ir;
  const overrides = ["do_verify", "do_download"].some((name) => Object.hasOwn(ir.callbacks, name));
  const isSet = settings.pkg_shasum || dynamic.pkg_shasum !== undefined;
  const takesFile = settings.pkg_filename !== "" || dynamic.pkg_filename !== undefined;
  if (isSet || overrides || !takesFile || settings.pkg_scaffolding) return [];
  return [
    finding("shasum-missing", {
      message: "pkg_source is set, and pkg_shasum is not",
      hint: "set it to what `sha256sum` prints for the file",
      spans: [settingSpan(ir, "pkg_source")],
    }),
  ];
}

/** habc downloads, and the plan's `do_verify` looks at nothing. */
function unverified(context: RuleContext): Diagnostic[] {
  const { ir, calls } = context;
  const { do_verify: verify, do_download: download } = ir.callbacks;
  if (verify?.span === undefined || download !== undefined || ir.kind !== "plan.sh") return [];
  const does = calls.some(
    ({ name, functionName }) => functionName === "do_verify" && !idle.has(name),
  );
  if (does) return [];
  return [
    finding("verify-skipped", {
      message: "do_verify does nothing, and what is downloaded is built as it is",
      hint: sha256.test(ir.settings.pkg_shasum ?? "")
        ? "pkg_shasum is set: drop the override"
        : "set pkg_shasum, and drop the override",
      spans: [verify.span],
    }),
  ];
}

const sha256 = /^[0-9A-Fa-f]{64}$/;

/** Commands that verify nothing. */
const idle = new Set([":", "true", "return", "build_line", "echo"]);
