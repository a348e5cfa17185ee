/** An error that is the plan's, with the status that the build ends with. */
export class PlanError extends Error {
  readonly status: number;
  /** What failed, as a line of the plan would say it; the message where there is none. */
  readonly command: string;

  constructor(message: string, status = 1, command = message) {
    super(message);
    this.name = "PlanError";
    this.status = status;
    this.command = command;
  }
}
