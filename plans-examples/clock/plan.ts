import { definePlan } from "habc";

/** A service: hooks and configuration lie beside the plan, and other services can bind to it. */
export default definePlan({
  pkg_name: "clock",
  pkg_origin: "acme",
  pkg_version: "0.3.0",
  pkg_license: ["Apache-2.0"],
  pkg_description: "Tells the time, again and again",
  pkg_bin_dirs: ["bin"],
  pkg_exports: { port: "server.port", interval: "clock.interval" },
  pkg_exposes: ["port"],
  pkg_binds_optional: { timezone: "name" },
  pkg_shutdown_signal: "INT",
  pkg_shutdown_timeout_sec: 5,
  // Linked statically, so that the service runs in an image that holds nothing else.
  async do_build({ $, CACHE_PATH, PLAN_CONTEXT }) {
    await $`gcc -O2 -static -o ${CACHE_PATH}/clock ${PLAN_CONTEXT}/src/clock.c`;
  },
  do_install: 'install -m 0755 "$CACHE_PATH/clock" "$pkg_prefix/bin/"',
});
