import { definePlan } from "habc";

/** An npm application, installed with its dependencies and without the network. */
export default definePlan({
  pkg_name: "npm-app",
  pkg_origin: "acme",
  pkg_version: "1.0.0",
  pkg_license: ["Apache-2.0"],
  pkg_description: "A Node.js program with an npm dependency",
  pkg_bin_dirs: ["bin"],
  async do_build({ $, CACHE_PATH, PLAN_CONTEXT }) {
    await $`cp -R ${PLAN_CONTEXT}/app/. ${CACHE_PATH}`;
    await $({
      cwd: CACHE_PATH,
    })`npm install --offline --omit=dev --install-links --no-audit --no-fund`;
  },
  async do_install({ $, CACHE_PATH, pkg_prefix }) {
    await $`mkdir -p ${pkg_prefix}/lib/npm-app`;
    await $`cp -R ${CACHE_PATH}/package.json ${CACHE_PATH}/main.js ${CACHE_PATH}/node_modules ${pkg_prefix}/lib/npm-app/`;
    await $`printf '#!/bin/sh\nexec node %s/lib/npm-app/main.js "$@"\n' ${pkg_prefix} > ${pkg_prefix}/bin/npm-app`;
    await $`chmod 0755 ${pkg_prefix}/bin/npm-app`;
  },
});
