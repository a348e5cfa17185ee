import { cycloneDxDocument } from "../../../runtime/accounts/cyclonedx.ts";
import { describePackage } from "../../../runtime/accounts/described-package.ts";
import { spdxDocument } from "../../../runtime/accounts/spdx.ts";
import { closureOf, releaseTime } from "../../../runtime/export/closure.ts";
import type { Run } from "../../command.ts";
import { storeOf } from "../../store.ts";
import { version } from "../../version.ts";
import type { pkgSbomSpec } from "../pkg.spec.ts";

const formats = { spdx: spdxDocument, cyclonedx: cycloneDxDocument };

export const run: Run<typeof pkgSbomSpec> = async ({ arguments: { IDENT }, options }, context) => {
  const { main, packages } = closureOf(storeOf(context).store, IDENT);
  const document = formats[options.format]({
    main: describePackage(main),
    closure: packages.filter((found) => found !== main).map((found) => describePackage(found)),
    time: releaseTime(main) * 1000,
    habc: version(),
  });
  context.stdout.write(`${JSON.stringify(document, undefined, 2)}\n`);
  return 0;
};
