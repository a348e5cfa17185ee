import type { BuildEvent } from "../../../runtime/events.ts";
import { bytesText, secondsText } from "../units.ts";
import type { BuildRecord } from "./record.ts";
import type { Screen } from "./screen.ts";

/** Output that comes in a stream needs no sign of life beside it. */
const quietMilliseconds = 500;
const redrawMilliseconds = 100;
const tickMilliseconds = 1000;

/** Keeps the status line: what runs, for how long, and how far long work has got. */
export interface Status {
  readonly take: (event: BuildEvent) => void;
  readonly stop: () => void;
}

/**
 * @param now The time in milliseconds.
 * @returns A status that draws on the screen until it is stopped.
 */
export function buildStatus(record: BuildRecord, screen: Screen, now = Date.now): Status {
  let work: { readonly text: string } | undefined;
  let started = now();
  let drawn = Number.NEGATIVE_INFINITY;
  let lastOutput = Number.NEGATIVE_INFINITY;
  let isShell = false;

  const draw = () => {
    if (isShell) return;
    const step = record.running.at(-1);
    if (now() - lastOutput < quietMilliseconds || (step === undefined && work === undefined))
      return;
    const text = work?.text ?? `${step} ${secondsText((now() - started) / 1000)}`;
    screen.status(`   ${record.name}: ${text}`);
    drawn = now();
  };
  const ticker = setInterval(draw, tickMilliseconds);
  ticker.unref();
  return {
    take(event) {
      switch (event.type) {
        case "step-started":
        case "step-finished":
          work = undefined;
          started = now();
          break;
        case "shell":
          isShell = event.state === "opened";
          screen.clearStatus();
          break;
        case "output":
          lastOutput = now();
          break;
        case "progress":
          if (event.total !== undefined && event.done >= event.total) {
            work = undefined;
            screen.clearStatus();
          } else {
            work = { text: progressText(event) };
            if (now() - drawn >= redrawMilliseconds) draw();
          }
          break;
        default:
      }
    },
    stop() {
      clearInterval(ticker);
      screen.clearStatus();
    },
  };
}

function progressText({ task, done, total }: Extract<BuildEvent, { type: "progress" }>): string {
  if (total === undefined || total === 0) return `${task} ${bytesText(done)}`;
  const percent = Math.floor((done / total) * 100);
  return `${task} ${percent} % (${bytesText(done)} of ${bytesText(total)})`;
}
