import { definePlan } from "habc";

export default definePlan({
  pkg_name: "hello",
  pkg_origin: "acme",
  pkg_version: "1.0.0",
  pkg_license: ["Apache-2.0"],
  pkg_description: "A script that greets",
  pkg_bin_dirs: ["bin"],

  async do_build({ $, CACHE_PATH, pkg_version }) {
    await $`sed s/@version@/${pkg_version}/ hello.sh > ${CACHE_PATH}/hello`;
  },

  async do_install({ $, CACHE_PATH, pkg_prefix }) {
    await $`install -m 755 ${CACHE_PATH}/hello ${pkg_prefix}/bin/hello`;
  },
});
