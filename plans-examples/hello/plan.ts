import { definePlan } from "habc";

export default definePlan({
  pkg_name: "hello",
  pkg_origin: "acme",
  pkg_version: "1.0.0",
  pkg_license: ["Apache-2.0"],
  pkg_description: "A script that greets",
  pkg_bin_dirs: ["bin"],

  async do_build({ $, pkg_name, pkg_version }) {
    const script = `#!/bin/sh\necho "Hello from ${pkg_name} ${pkg_version}, \${1:-world}!"\n`;
    await $`printf %s ${script} > hello`;
  },

  async do_install({ $, pkg_prefix }) {
    await $`install -m 755 hello ${pkg_prefix}/bin/hello`;
  },
});
