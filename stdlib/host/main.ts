/** The program of the phase host: `node --enable-source-maps host.mjs`. */
import { openChannel } from "./channel.ts";
import { servePhases } from "./phase-host.ts";

// Calls of a plan can be deep, and all of them are the plan's places.
Error.stackTraceLimit = 50;
process.umask(0o022);
// A bash whose input is a socket, as the pipes of Node.js are, believes to be started from afar
// and reads the user's ~/.bashrc, unless another shell is around it.
process.env["SHLVL"] ??= "1";
process.exit(await servePhases(openChannel()));
