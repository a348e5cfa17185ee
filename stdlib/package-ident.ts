/** `origin/name`, `origin/name/version` or `origin/name/version/release`. */
export type PackageIdent = `${string}/${string}`;

/** How a declared package may be asked for: as it is declared, or by a shorter form of it. */
type QueryOf<Ident extends string> =
  Ident extends `${infer Origin}/${infer Name}/${infer Version}/${infer Release}`
    ?
        | `${Origin}/${Name}/${Version}/${Release}`
        | `${Name}/${Version}/${Release}`
        | QueryOf<`${Origin}/${Name}/${Version}`>
    : Ident extends `${infer Origin}/${infer Name}/${infer Version}`
      ? `${Origin}/${Name}/${Version}` | `${Name}/${Version}` | QueryOf<`${Origin}/${Name}`>
      : Ident extends `${infer Origin}/${infer Name}`
        ? `${Origin}/${Name}` | Name
        : never;

/** Stands where a dependency is asked for and the plan declares none. */
export interface NoDependencyIsDeclared {
  readonly "add it to pkg_deps or pkg_build_deps": never;
}

/**
 * What `pkg_path_for` takes: the packages of a plan's lists. A scaffolding brings dependencies
 * that no editor can see: then any identifier will do.
 */
export type DependencyOf<Declared extends string, Scaffolding extends string = never> =
  | ([Declared] extends [never] ? never : QueryOf<Declared>)
  | ([Scaffolding] extends [never]
      ? [Declared] extends [never]
        ? NoDependencyIsDeclared
        : never
      : PackageIdent & {});
