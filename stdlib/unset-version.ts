/** The version of a plan that has yet to say it, in paths and texts. Source: plan-build's own word. */
export const unsetVersion = "__pkg__version__unset__";
