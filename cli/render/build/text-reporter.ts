import type { BuildEvent } from "../../../runtime/events.ts";
import type { CommandContext } from "../../context.ts";
import { githubAnnotation } from "../diagnostics/github.ts";
import { sourceReader } from "../diagnostics/source.ts";
import { diagnosticText } from "../diagnostics/text.ts";
import { differenceText } from "../difference.ts";
import { secondsText } from "../units.ts";
import { changeLines } from "./changes.ts";
import { ownLine } from "./own-lines.ts";
import { buildRecord, note } from "./record.ts";
import type { Reporter } from "./reporter.ts";
import { screen } from "./screen.ts";
import { buildStatus } from "./status.ts";
import { failureText, successLines } from "./summary.ts";

/** Shorter steps are not worth a line. */
const leastSeconds = 1;

/**
 * Shows a build to people. On a terminal with colours, a line that tells what is going on, and
 * the times of the steps at the end; elsewhere as plain lines.
 *
 * Output of the plan's commands goes to the stream it came from, own lines to the standard
 * output, warnings and failures to the standard error stream.
 *
 * @param now The time in milliseconds.
 */
export function textReporter(context: CommandContext, now = Date.now): Reporter {
  const { stdout, stderr, cwd, environment } = context;
  const live = stdout.isTerminal && environment["HAB_NONINTERACTIVE"] !== "true";
  const record = buildRecord();
  const display = screen({ stdout, stderr, live });
  const status = live ? buildStatus(record, display, now) : undefined;
  const style = { ...stderr, cwd, source: sourceReader(cwd) };
  const onGitHub = environment["GITHUB_ACTIONS"] === "true";
  const root = environment["GITHUB_WORKSPACE"] ?? cwd;

  const say = (text: string) =>
    display.own("stdout", ownLine(record.name, text, "info", stdout.colours));
  const show = (event: BuildEvent) => {
    switch (event.type) {
      case "line": {
        const stream = event.level === "warn" ? "stderr" : "stdout";
        const { colours } = context[stream];
        display.own(stream, ownLine(record.name, event.text, event.level, colours));
        break;
      }
      case "output":
        display.output(event.stream, event.bytes);
        break;
      case "shell":
        if (event.state === "opened") {
          say(`A shell is opened at ${event.place}; Ctrl-] three times ends the build`);
        }
        break;
      case "dependency":
        say(`Resolved dependency '${event.wanted}' to ${event.resolved}`);
        break;
      case "reused":
        say("Nothing has changed: the package is taken from the build cache");
        break;
      case "repeated":
        if (event.same) say("The second build gave the same package, byte for byte");
        else if (event.difference !== undefined) {
          display.own("stdout", differenceText(event.difference, stdout.colours));
        }
        break;
      case "changed":
        for (const line of changeLines(event)) say(line);
        break;
      case "step-finished":
        if (event.ok && event.seconds >= leastSeconds) {
          say(`${event.step} took ${secondsText(event.seconds)}`);
        }
        break;
      case "diagnostic": {
        // What is only to be known stands in the JSON, and in what `habc pkg check` says.
        if (event.diagnostic.severity === "info") break;
        const text = diagnosticText(event.diagnostic, style);
        const annotation = onGitHub ? githubAnnotation(event.diagnostic, root) : "";
        display.own("stderr", text + annotation);
        break;
      }
      default:
    }
  };
  return {
    event(event) {
      note(record, event);
      status?.take(event);
      show(event);
    },
    succeeded(result) {
      for (const line of successLines(record, result, stdout.isTerminal)) say(line);
    },
    failed(error) {
      const diagnostics = [error.diagnostic, ...error.others];
      const annotations = onGitHub
        ? diagnostics.map((diagnostic) => githubAnnotation(diagnostic, root)).join("")
        : "";
      display.own("stderr", failureText(record, error, context) + annotations);
    },
    close: () => status?.stop(),
  };
}
