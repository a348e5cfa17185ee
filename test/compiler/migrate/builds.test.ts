/** Plans built from their plan.sh and from what `habc migrate` makes of it: the same package. */
import { execFileSync } from "node:child_process";
import { cpSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openWorkshop, type Workshop } from "../../support/workshop.ts";

let workshop: Workshop;
beforeEach(async () => {
  workshop = await openWorkshop();
});
afterEach(() => workshop.close());

/** Equal inputs give equal bytes. */
const env = { SOURCE_DATE_EPOCH: "1700000000", DO_CHECK: "true" };

/** Builds a plan and gives its package, without what names the plan's own text. */
async function built(plan: string): Promise<Record<string, string>> {
  await workshop.build(plan, { env, args: ["--no-cache"] });
  const folder = workshop.unpack(workshop.hart("lantern"));
  rmSync(workshop.hart("lantern"));
  rmSync(join(workshop.packages, "acme/lantern"), { recursive: true });
  const script = `find . ! -name MANIFEST ! -name FILES -printf '%p %y %m %l\\n' | sort`;
  const list = execFileSync("bash", ["-c", script], { cwd: folder, encoding: "utf8" });
  const files = list.split("\n").filter((line) => / f /.test(line));
  return {
    list,
    ...Object.fromEntries(
      files.map((line) => {
        const path = line.split(" ")[0] ?? "";
        return [path, readFileSync(join(folder, path), "latin1")];
      }),
    ),
  };
}

/** Builds a plan.sh, then the plan.ts that takes its place. */
async function buildBothWays(): Promise<Record<string, string>> {
  const before = await built("lantern");
  cpSync(join(workshop.folder, "lantern"), join(workshop.folder, "typed"), { recursive: true });
  const { status, output } = await workshop.habc(["migrate", "--replace", "typed"]);
  expect(output).not.toContain("error");
  expect(status).toBe(0);
  expect(await built("typed")).toEqual(before);
  return before;
}

const head = `pkg_name=lantern
pkg_origin=acme
pkg_version=1.4.2
pkg_license=(Apache-2.0)
`;

test("a plan of settings, defaults, a service and hooks", async () => {
  workshop.write("lantern/hooks/run", "#!/bin/sh\nexec lantern\n", 0o755);
  workshop.write("lantern/config/lantern.conf", "port={{cfg.port}}\n");
  workshop.write("lantern/default.toml", "port = 8123\n");
  workshop.write(
    "lantern/plan.sh",
    `${head}pkg_exports=([port]=port)
pkg_exposes=(port)
pkg_bin_dirs=(bin)
pkg_svc_user=root
do_build() { return 0; }
do_install() {
  mkdir -p "$pkg_prefix/share/$pkg_name"
  printf '%s\\n' "$pkg_name $pkg_version" 'it'\\''s $x' > "$pkg_prefix/share/$pkg_name/about"
  cat <<EOF > "$pkg_prefix/bin/lantern"
#!/bin/sh
echo "\\$@ of $pkg_svc_path"
EOF
  chmod 0755 "$pkg_prefix/bin/lantern"
}
`,
  );
  const files = await buildBothWays();
  expect(files["./EXPOSES"]).toBe("8123\n");
  expect(files["./bin/lantern"]).toBe('#!/bin/sh\necho "$@ of /hab/svc/lantern"\n');
  expect(files["./share/lantern/about"]).toBe("lantern 1.4.2\nit's $x\n");
});

test("a plan whose callbacks share variables, functions and the environment", async () => {
  workshop.install("core/tool/1.0/20240101000000", { "bin/tool": "tool\n" });
  workshop.write(
    "lantern/plan.sh",
    `${head}pkg_build_deps=(core/tool)
_modes=(fast "very slow")
_title="$pkg_name-\${pkg_version%%.*}"

_note() {
  echo "$1 of $_title" >> "$CACHE_PATH/notes"
}

do_setup_environment() {
  push_runtime_env LANTERN_PATH "$pkg_prefix/lib"
  set_buildtime_env LANTERN_MODE night
}

do_prepare() {
  export CFLAGS="$CFLAGS -O3"
  export LIGHT="\${LIGHT:-bright} light"
  started=yes
}

do_build() {
  mkdir -p src
  pushd src > /dev/null
  printf '%s|' "$CFLAGS" "$LIGHT" "$LANTERN_MODE" "$(basename "$(pkg_path_for tool)")" > built
  popd > /dev/null
  env | grep -E '^(CFLAGS|LIGHT|LANTERN_MODE)=' | sort > environment || true
}

do_check() {
  _note Checked
  [[ $started == yes ]] && echo "started" >> "$CACHE_PATH/notes"
}

do_install() {
  _note Installed
  for mode in "\${_modes[@]}"; do
    echo "$mode" | tr a-z A-Z >> "$CACHE_PATH/notes"
  done
  mkdir -p "$pkg_prefix/share"
  cp "$CACHE_PATH/notes" src/built environment "$pkg_prefix/share/"
  ln -s notes "$pkg_prefix/share/$_title"
}

do_strip() { return 0; }
`,
  );
  const files = await buildBothWays();
  expect(files["./share/notes"]).toBe(
    "Checked of lantern-1\nstarted\nInstalled of lantern-1\nFAST\nVERY SLOW\n",
  );
  expect(files["./share/built"]).toBe(" -O3|bright light|night|20240101000000|");
  expect(files["./share/environment"]).toBe(
    "CFLAGS= -O3\nLANTERN_MODE=night\nLIGHT=bright light\n",
  );
});

test("a plan that computes its version and unpacks a source", async () => {
  workshop.write("lantern/README.md", "A lantern.\n");
  workshop.write("source/lantern/VERSION", "2.7.1\n");
  workshop.write("source/lantern/configure", '#!/bin/sh\necho "$@" > options\n', 0o755);
  workshop.write("source/lantern/Makefile", "all:\n\t@echo built >> options\n");
  execFileSync("tar", ["-czf", "lantern/lantern.tar.gz", "-C", "source", "lantern"], {
    cwd: workshop.folder,
  });
  const sum = execFileSync("sha256sum", ["lantern/lantern.tar.gz"], { cwd: workshop.folder });
  workshop.write(
    "lantern/plan.sh",
    `pkg_name=lantern
pkg_origin=acme
_archive=$pkg_name.tar.gz
pkg_source="file://$PLAN_CONTEXT/$_archive"
pkg_shasum=${sum.toString().slice(0, 64)}
pkg_dirname=lantern

pkg_version() {
  local line
  line=$(cat "$CACHE_PATH/VERSION" | tr -d '\\n')
  printf '%s' "$line"
}

do_unpack() {
  do_default_unpack
  update_pkg_version
}

do_build() {
  ./configure --prefix="$pkg_prefix" \\
    --version="\${pkg_version}"
  make
}

do_install() {
  install -D options "$pkg_prefix/share/options"
}
`,
  );
  const files = await buildBothWays();
  expect(files["./share/options"]).toMatch(
    /^--prefix=\/hab\/pkgs\/acme\/lantern\/2\.7\.1\/\d{14} --version=2\.7\.1\nbuilt\n$/,
  );
});
