import type { PlanKind } from "../kind.ts";

/** One package that stands for services and how they bind. */
export const compositeKind: PlanKind = {
  markers: [],
  needs: { run: [], build: [] },
  read: () => ({}),
  draft: ({ origin, name }) => ({
    settings: {
      pkg_type: "composite",
      pkg_services: [`${origin}/${name}-web`, `${origin}/${name}-db`],
    },
  }),
  starter: () => ({}),
};
