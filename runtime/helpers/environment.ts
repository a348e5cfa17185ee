import type { Build } from "../build/state.ts";
import { type LayerContext, pushVariable, setVariable } from "../environment/layers.ts";
import type { Helper } from "./helper.ts";

/** What decides how values of a build's environments are put together. */
export function layerContext(build: Build): LayerContext {
  return {
    hints: build.variables,
    warn: (text) => build.request.events({ type: "line", level: "warn", text }),
  };
}

/** `set_runtime_env [-f] NAME VALUE` and `set_buildtime_env` */
export function setEnvironment(which: "runtime" | "buildtime"): Helper {
  return (build, { flags, args }) => {
    const force = flags === "-f" || args[0] === "-f";
    const [name = "", value = ""] = args[0] === "-f" ? args.slice(1) : args;
    const { warn } = layerContext(build);
    setVariable(build[which], { name, value, ident: build.identity.ident, force }, warn);
    return { status: 0 };
  };
}

/** `push_runtime_env NAME VALUE` and `push_buildtime_env` */
export function pushEnvironment(which: "runtime" | "buildtime"): Helper {
  return (build, { args: [name = "", value = ""] }) => {
    const given = { name, value, ident: build.identity.ident };
    pushVariable(build[which], given, layerContext(build));
    return { status: 0 };
  };
}
