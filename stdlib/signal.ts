/** The signals that Habitat's supervisor can send to a service. */
export type Signal =
  | "ABRT"
  | "ALRM"
  | "CHLD"
  | "FPE"
  | "HUP"
  | "ILL"
  | "INT"
  | "KILL"
  | "QUIT"
  | "SEGV"
  | "TERM"
  | "USR1"
  | "USR2";
