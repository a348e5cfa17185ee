/** The programs that install what a package.json names, by the lock file that tells which is used. */

/** The commands of one program. */
export interface NpmClient {
  /** The lock file; absent for what npm does where there is none. */
  readonly lockFile?: string;
  /** Installs exactly what is locked. */
  readonly install: string;
  /** The option with which that leaves out what only development needs. */
  readonly production: string;
  /** Removes what only development needs. */
  readonly prune: string;
  /** Runs the script `build`. */
  readonly build: string;
}

const npm = {
  production: "--omit=dev",
  prune: "npm prune --omit=dev",
  build: "npm run build",
};

/** Without links between packages, which pnpm makes otherwise: so they can be copied. */
const pnpmInstall = "pnpm install --frozen-lockfile --config.node-linker=hoisted";

const yarnInstall = "yarn install --frozen-lockfile --non-interactive";

/** The first whose lock file is there is used; the last one needs none. */
export const npmClients: readonly NpmClient[] = [
  {
    lockFile: "pnpm-lock.yaml",
    install: pnpmInstall,
    production: "--prod",
    prune: `${pnpmInstall} --prod`,
    build: "pnpm run build",
  },
  {
    lockFile: "yarn.lock",
    install: yarnInstall,
    production: "--production",
    prune: `${yarnInstall} --production`,
    build: "yarn run build",
  },
  ...["package-lock.json", "npm-shrinkwrap.json"].map((lockFile) => ({
    ...npm,
    lockFile,
    install: "npm ci --no-audit --no-fund",
  })),
  { ...npm, install: "npm install --no-audit --no-fund" },
];
