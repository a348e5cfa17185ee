import { definePlan } from "habc";

/** A C library: its header and library folders reach dependents as compiler options. */
export default definePlan({
  pkg_name: "greet-lib",
  pkg_origin: "acme",
  pkg_version: "2.1.0",
  pkg_license: ["Apache-2.0"],
  pkg_description: "A library that greets",
  pkg_include_dirs: ["include"],
  pkg_lib_dirs: ["lib"],
  async do_build({ $, CACHE_PATH, PLAN_CONTEXT }) {
    await $`gcc -O2 -fPIC -shared -Wl,-soname,libgreet.so.2 -o ${CACHE_PATH}/libgreet.so.2 ${PLAN_CONTEXT}/src/greet.c`;
  },
  async do_install({ $, CACHE_PATH, PLAN_CONTEXT, pkg_prefix }) {
    await $`install -m 0644 ${PLAN_CONTEXT}/src/greet.h ${pkg_prefix}/include/`;
    await $`install -m 0755 ${CACHE_PATH}/libgreet.so.2 ${pkg_prefix}/lib/`;
    await $`ln -s libgreet.so.2 ${pkg_prefix}/lib/libgreet.so`;
  },
});
