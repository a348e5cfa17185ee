import type { Draft, PlanKind } from "../kind.ts";

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

/** A service that a composite can hold. */
export interface Service {
  /** `origin/name`. */
  readonly ident: string;
  /** The names that it exports. */
  readonly exports: readonly string[];
  /** What it needs of each bind: names with spaces between. */
  readonly binds: Readonly<Record<string, string>>;
}

/**
 * A composite of services, and their binds where just one of the others can serve one.
 *
 * @returns Undefined for less than two services.
 */
export function compositeOf(services: readonly Service[]): Draft | undefined {
  if (services.length < 2) return undefined;
  const binds = services.map((service) => [service.ident, mappings(service, services)] as const);
  const mapped = Object.fromEntries(binds.filter(([, text]) => text !== ""));
  return {
    settings: {
      pkg_type: "composite",
      pkg_services: services.map(({ ident }) => ident),
      ...(Object.keys(mapped).length === 0 ? {} : { pkg_bind_map: mapped }),
    },
  };
}

function mappings(consumer: Service, services: readonly Service[]): string {
  const found = Object.entries(consumer.binds).flatMap(([bind, needed]) => {
    const names = needed.split(/\s+/).filter(Boolean);
    const serves = ({ exports }: Service) => names.every((name) => exports.includes(name));
    const [only, ...others] = services.filter((each) => each !== consumer && serves(each));
    return only === undefined || others.length > 0 ? [] : [`${bind}:${only.ident}`];
  });
  return found.join(" ");
}
