/** The files that start a plan in a folder. */
import { join } from "node:path";
import { HabcError, type Settings } from "../ir/index.ts";
import { bashPlan } from "./bash-plan.ts";
import type { Folder } from "./folder.ts";
import type { Names, PlanKind } from "./kind.ts";
import type { KindName } from "./kind-names.ts";
import { compositeOf, type Service } from "./kinds/composite.ts";
import { type ProjectKind, planKinds } from "./kinds/index.ts";
import { licenseOf } from "./license.ts";
import { nameFault, nameFrom } from "./names.ts";
import type { NewPlan } from "./plan-parts.ts";
import { findProject, folderName, type Project } from "./project.ts";
import { type ServiceParts, sampleService, serviceOf } from "./service.ts";
import { archiveSuffix, publishedFacts, publishedFile, type SourceArchive } from "./source.ts";
import { typescriptPlan } from "./typescript-plan.ts";

/** What the user has said. */
export interface NewPlanRequest {
  /** Where the project is, or will be. */
  readonly folder: Folder;
  readonly kind?: KindName | undefined;
  readonly name?: string | undefined;
  readonly origin: string;
  readonly language: "plan.ts" | "plan.sh";
  /** Where the source comes from, if it is not what lies in the folder. */
  readonly source?: SourceArchive | undefined;
  /** The services that a composite can hold. */
  readonly services: readonly Service[];
  /** Whether a package is known here, so that a plan can declare it. */
  readonly isKnown: (ident: string) => boolean;
}

/** A plan that can be written. */
export interface StartedPlan {
  readonly kind: KindName;
  /** The file that told the kind. */
  readonly marker?: string | undefined;
  readonly name: string;
  readonly version: string | undefined;
  readonly license: string | undefined;
  /** What the plan calls the archive of its source, where it has one. */
  readonly archive?: string | undefined;
  /** Where the plan belongs below the folder: `habitat` beside the files of a project, else `.`. */
  readonly place: string;
  /** By path below the folder, the plan first. */
  readonly files: Readonly<Record<string, string>>;
}

const firstVersion = "0.1.0";

/**
 * Looks at a folder and says what would start a plan there. It writes nothing.
 *
 * @throws HabcError `project-invalid`; `usage` for a name that no plan can have, and for a
 *   composite with a source.
 */
export function startPlan(request: NewPlanRequest): StartedPlan {
  const { folder, origin, language } = request;
  if (request.source !== undefined && request.kind === "composite") {
    throw new HabcError("usage", "a composite has no source");
  }
  const kind = request.kind === "service" ? undefined : request.kind;
  const project = request.source ? sourceProject(request.source, kind) : findProject(folder, kind);
  const { facts, isBare } = project;
  const name = givenName(request) ?? derivedName(project, folder);
  refuseName(origin, "origin");
  const names = { origin, name };
  const spec: PlanKind = planKinds[project.kind];
  const license = licenseOf(facts.license, request.source?.content ?? folder);
  const version =
    facts.version !== undefined && isVersion(facts.version) ? facts.version : undefined;
  const place = isBare || request.source ? "." : "habitat";
  const composite = kind === "composite" ? compositeOf(request.services) : undefined;
  const draft = composite ?? facts.draft ?? spec.draft(names);
  const service = request.kind === "service" ? serviceParts(names, isBare) : undefined;
  const published = sourceSettings(request.source, { name, version });
  const plan: NewPlan = {
    draft: {
      ...draft,
      settings: {
        pkg_name: name,
        pkg_origin: origin,
        pkg_version: version ?? firstVersion,
        ...given("pkg_maintainer", facts.maintainer),
        ...(license === undefined ? {} : { pkg_license: [license] }),
        ...given("pkg_description", facts.description),
        ...given("pkg_upstream_url", facts.url),
        ...published,
        ...needs(spec, request.isKnown),
        ...draft.settings,
        ...service?.settings,
      },
    },
    wishes: needs(spec, (ident) => !request.isKnown(ident)),
  };
  const text = language === "plan.ts" ? typescriptPlan(plan) : bashPlan(plan);
  const starter = isBare ? { ...spec.starter(names), ...service?.starter } : {};
  const files = { [join(place, language)]: text, ...below(place, service?.beside), ...starter };
  return {
    kind: request.kind ?? project.kind,
    marker: project.marker,
    name,
    version,
    license,
    archive: published.pkg_filename,
    place,
    files,
  };
}

/** What an archive is published as counts before what a file in it says. */
function sourceProject(source: SourceArchive, kind: ProjectKind | undefined): Project {
  const project = findProject(source.content, kind);
  const { name, version, url } = publishedFacts(source);
  const { facts } = project;
  return {
    ...project,
    isBare: false,
    facts: {
      ...facts,
      name: name ?? facts.name,
      version: version ?? facts.version,
      url: facts.url ?? url,
    },
  };
}

function sourceSettings(
  source: SourceArchive | undefined,
  { name, version }: { readonly name: string; readonly version: string | undefined },
): Settings {
  if (source === undefined) return {};
  const { url, shasum, top } = source;
  const folder = `${name}-${version ?? firstVersion}`;
  const file = publishedFile(url);
  return {
    pkg_source: url,
    pkg_shasum: shasum,
    // The source cache is for all plans: `v1.0.tar.gz` says of none whose it is.
    ...(file.includes(name) ? {} : { pkg_filename: folder + archiveSuffix(file) }),
    ...(top === undefined || top === folder ? {} : { pkg_dirname: top }),
  };
}

function serviceParts(names: Names, isBare: boolean): ServiceParts {
  return isBare ? sampleService(names) : serviceOf(names);
}

function below(place: string, files: Readonly<Record<string, string>> = {}) {
  return Object.fromEntries(Object.entries(files).map(([file, text]) => [join(place, file), text]));
}

function givenName({ name }: NewPlanRequest): string | undefined {
  if (name !== undefined) refuseName(name, "package");
  return name;
}

function refuseName(name: string, of: "package" | "origin"): void {
  const expected = nameFault(name, of);
  if (expected === undefined) return;
  const better = nameFrom(name);
  throw new HabcError(
    "usage",
    `${JSON.stringify(name)} cannot be the name of a${of === "origin" ? "n" : ""} ${of}`,
    {
      hint: `it is ${expected}${better === undefined ? "" : `, such as ${better}`}`,
    },
  );
}

function derivedName({ facts }: Project, folder: Folder): string {
  return nameFrom(facts.name ?? "") ?? nameFrom(folderName(folder)) ?? "package";
}

function isVersion(text: string): boolean {
  return /^[\w.+~-]+$/.test(text);
}

function given(name: "pkg_maintainer" | "pkg_description" | "pkg_upstream_url", text?: string) {
  return text === undefined ? {} : { [name]: text };
}

function needs({ needs: { run, build } }: PlanKind, counts: (ident: string) => boolean): Settings {
  const [deps, buildDeps] = [run.filter(counts), build.filter(counts)];
  return {
    ...(deps.length === 0 ? {} : { pkg_deps: deps }),
    ...(buildDeps.length === 0 ? {} : { pkg_build_deps: buildDeps }),
  };
}
