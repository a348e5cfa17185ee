/** Plans built from their plan.sh and from what `habc migrate` makes of it: the same package. */
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, renameSync, rmSync } from "node:fs";
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
async function buildBothWays(text?: string): Promise<Record<string, string>> {
  if (text !== undefined) workshop.write("lantern/plan.sh", text);
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

/** A source as upstream gives it, and what a plan says of it. */
function archive(files: Readonly<Record<string, string>>): string {
  for (const [name, text] of Object.entries(files)) {
    workshop.write(`source/lantern-1.4.2/${name}`, text, text.startsWith("#!") ? 0o755 : 0o644);
  }
  const file = join(workshop.folder, "lantern-1.4.2.tar.gz");
  execFileSync("tar", ["-czf", file, "-C", join(workshop.folder, "source"), "lantern-1.4.2"]);
  const sum = execFileSync("sha256sum", [file], { encoding: "utf8" }).slice(0, 64);
  mkdirSync(workshop.sources, { recursive: true });
  renameSync(file, join(workshop.sources, "lantern-1.4.2.tar.gz"));
  return `pkg_source=https://example.com/\${pkg_name}-\${pkg_version}.tar.gz\npkg_shasum=${sum}\n`;
}

test("a C program, built by the defaults and linked with a library of its own", async () => {
  const source = archive({
    configure: "#!/bin/sh\nprintf 'PREFIX=%s\\n' \"${1#--prefix=}\" > config.mk\n",
    Makefile: `include config.mk
all: lantern liblight.so
liblight.so: light.c
\t$(CC) $(CFLAGS) -shared -fPIC -o $@ $<
lantern: lantern.c liblight.so
\t$(CC) $(CFLAGS) -o $@ $< -L. -llight $(LDFLAGS)
install: all
\tinstall -m 755 lantern $(PREFIX)/bin/
\tinstall -m 644 liblight.so $(PREFIX)/lib/
`,
    "light.c": "int light(void) { return LIGHT; }\n",
    "lantern.c": "int light(void);\nint main(void) { return light(); }\n",
  });
  const files = await buildBothWays(`${head}${source}pkg_bin_dirs=(bin)
pkg_lib_dirs=(lib)
pkg_pconfig_dirs=(lib/pkgconfig)

do_prepare() {
  CFLAGS="\${CFLAGS} -DLIGHT=7 -g0"
  export CFLAGS
  build_line "Using $CFLAGS"
}

do_check() {
  LD_LIBRARY_PATH=. ./lantern || [[ $? == 7 ]]
}
`);
  expect(Object.keys(files)).toContain("./bin/lantern");
  expect(files["./lib/liblight.so"]?.startsWith("\x7fELF")).toBe(true);
});

test("a plan that takes most from another, and differs in a studio of the first stage", async () => {
  // A plan reads no further than its repository.
  mkdirSync(join(workshop.folder, ".git"));
  workshop.write(
    "lamp/plan.sh",
    `pkg_name=lamp
pkg_origin=acme
pkg_version=1.4.2
pkg_license=(MIT)
pkg_svc_run="lamp -p \${pkg_svc_var_path}"
pkg_build_deps=()
_parts=(wick oil_can)

do_build() { return 0; }

_install_part() {
  echo "$1 of $pkg_name" > "$pkg_prefix/parts/$1"
}

do_install() {
  mkdir -p "$pkg_prefix/parts"
  for part in "\${_parts[@]}" "$_kernel"; do
    _install_part "$part"
  done
}
`,
  );
  const files = await buildBothWays(`source "$(dirname "\${BASH_SOURCE[0]}")/../lamp/plan.sh"

pkg_name=lantern
pkg_description="
  A lantern, $pkg_version.
"
_parts+=(glass)
_kernel="on-$(uname -s)"

if [[ "$STUDIO_TYPE" = "stage1" ]]; then
  pkg_description="bare"
fi

do_end() {
  if [[ "$STUDIO_TYPE" = "stage1" ]]; then
    exit_with "no" 3
  fi
}
`);
  expect(files["./parts/oil_can"]).toBe("oil_can of lantern\n");
  expect(files["./parts/on-Linux"]).toBe("on-Linux of lantern\n");
  expect(files["./parts/glass"]).toBe("glass of lantern\n");
  expect(files["./run"]).toContain("lamp -p /hab/svc/lantern/var");
});

test("a plan of a program that others have built: unpacked, patched and given interpreters", async () => {
  workshop.install("core/bash/5.1/20240101000000", {
    INTERPRETERS: "/hab/pkgs/core/bash/5.1/20240101000000/bin/bash\n",
    "bin/bash": "",
  });
  workshop.install("core/coreutils/9.0/20240101000000", {
    INTERPRETERS: "/hab/pkgs/core/coreutils/9.0/20240101000000/bin/env\n",
    "bin/env": "",
  });
  const source = archive({
    "bin/lantern": "#!/usr/bin/env bash\necho @prefix@ @light@\n",
    "bin/wick": "#!/bin/bash\necho wick\n",
    "share/notes": "@light@\n",
  });
  workshop.write(
    "lantern/light.patch",
    "--- a/share/notes\n+++ b/share/notes\n@@ -1 +1,2 @@\n @light@\n+@prefix@\n",
  );
  const files = await buildBothWays(`${head}${source}pkg_deps=(core/bash core/coreutils)
pkg_bin_dirs=(bin)

do_prepare() {
  cat "$PLAN_CONTEXT/light.patch" | sed "s,@prefix@,$pkg_prefix,g" | patch -p1
  grep -rl @light@ . | while read -r file; do
    sed -i "s/@light@/bright/" "$file"
  done
}

do_build() { return 0; }

do_install() {
  cp -r bin share "$pkg_prefix/"
  fix_interpreter "$pkg_prefix/bin/*" core/bash bin/bash
  fix_interpreter "$pkg_prefix/bin/lantern" core/coreutils bin/env
  find "$pkg_prefix/bin" -name 'wick*' -exec sed -i "s/wick/$(basename "$(pkg_path_for bash)")/" {} \\;
}

do_strip() { return 0; }
`);
  expect(files["./bin/wick"]).toBe(
    "#!/hab/pkgs/core/bash/5.1/20240101000000/bin/bash\necho 20240101000000\n",
  );
  expect(files["./share/notes"]).toMatch(/^bright\n\/hab\/pkgs\/acme\/lantern\//);
});

test("a plan that keeps state for its end, and changes folders and the environment", async () => {
  const source = archive({
    "src/lantern.go": "package main\n",
    "build.sh": '#!/bin/sh\necho "$GOPATH|$GOFLAGS|$PWD|$*" >> "$OUT"\n',
  });
  const files = await buildBothWays(`${head}${source}pkg_bin_dirs=(bin)
pkg_dirname=lantern-$pkg_version

do_before() {
  if [[ ! -e $HAB_CACHE_SRC_PATH/link ]]; then
    ln -s nowhere "$HAB_CACHE_SRC_PATH/link"
    _clean_link=true
  fi
  OUT="$HAB_CACHE_SRC_PATH/out"
  export OUT
  rm -f "$OUT"
}

do_prepare() {
  export GOPATH
  GOPATH="$PWD/go"
  export GOFLAGS="-mod=\${MODE:-vendor}"
  local parent
  parent="$GOPATH/src/example.com"
  mkdir -p "$parent"
  ln -s "$SRC_PATH" "$parent/lantern"
}

do_build() {
  pushd "$GOPATH/src/example.com/lantern" > /dev/null || exit 1
  ./build.sh one "two three"
  ( cd src && ../build.sh sub )
  popd > /dev/null || exit 1
  cd src || exit 1
  MODE=x ../build.sh end
  return $?
}

do_install() {
  install -m 644 "$OUT" "$pkg_prefix/bin/log"
  echo "\${_clean_link:-no}" > "$pkg_prefix/bin/clean"
}

do_end() {
  if [[ -n "$_clean_link" ]]; then
    rm -f "$HAB_CACHE_SRC_PATH/link"
  fi
}
`);
  expect(files["./bin/log"]?.split("\n")).toHaveLength(4);
  expect(files["./bin/clean"]).toBe("true\n");
});

test("a plan that does its own download, configuration and service", async () => {
  workshop.write("lantern/files/light.conf", "light = @light@\n");
  workshop.write("lantern/config_install/first.conf", "first\n");
  workshop.write("lantern/default.toml", 'light = "dim"\n');
  const files = await buildBothWays(`${head}pkg_svc_user="hab"
pkg_svc_group="$pkg_svc_user"
pkg_binds=([database]="port username")
pkg_binds_optional=([cache]="port")
pkg_shutdown_signal=INT
pkg_shutdown_timeout_sec=9

download_file() {
  build_line "Fetching $1 in its own way"
  cp "$PLAN_CONTEXT/files/$(basename "$1")" "$HAB_CACHE_SRC_PATH/$2"
}

do_download() {
  download_file "https://example.com/light.conf" light.conf
}

do_verify() { return 0; }
do_unpack() { return 0; }
do_build() { return 0; }
do_install() { return 0; }

do_build_config() {
  do_default_build_config
  mkdir -p "$pkg_prefix/config"
  sed -e "s,@light@,{{cfg.light}},g" "$HAB_CACHE_SRC_PATH/light.conf" > "$pkg_prefix/config/light.conf"
  chmod 0644 "$pkg_prefix/config/light.conf"
}

do_build_service() {
  mkdir -p "$pkg_prefix/hooks"
  cat > "$pkg_prefix/hooks/run" <<-EOT
	#!/bin/sh
	exec lantern --user $pkg_svc_user \\$HOME
	EOT
}
`);
  expect(files["./config/light.conf"]).toBe("light = {{cfg.light}}\n");
  expect(files["./hooks/run"]).toBe("#!/bin/sh\nexec lantern --user hab $HOME\n");
  expect(files["./BINDS"]).toBe("database=port username\n");
});

test("a plan that only names others, and sets their environment", async () => {
  workshop.install("core/oil/1.0/20240101000000", {
    RUNTIME_ENVIRONMENT: "OIL=olive\n",
    "bin/oil": "",
  });
  const files = await buildBothWays(`${head}pkg_deps=(core/oil)
pkg_build_deps=("\${pkg_deps[@]}")
pkg_interpreters=(bin/lantern)
LIGHT=\${LIGHT:-bright}

do_setup_environment() {
  set_runtime_env LANTERN_HOME "$pkg_prefix"
  set_runtime_env -f OIL "\${OIL:-none} and more"
  push_runtime_env XDG_DATA_DIRS "$(pkg_path_for core/oil)/share"
  set_buildtime_env LANTERN_LIGHT "$LIGHT"
  [[ -z "$LIGHT" ]] || export LIGHT
}

do_build() { return 0; }
do_install() {
  mkdir "$pkg_prefix/bin"
  ln -s "$(pkg_path_for oil)/bin/oil" "$pkg_prefix/bin/lantern"
}
`);
  expect(files["./RUNTIME_ENVIRONMENT"]).toContain("LANTERN_HOME=/hab/pkgs/acme/lantern/1.4.2/");
});

test("a plan with nothing but settings", async () => {
  workshop.write("lantern/VERSION", "1.4.2\n");
  const files = await buildBothWays(
    `# A package of packages.
pkg_name=lantern
pkg_origin=acme
pkg_version="$(cat "$PLAN_CONTEXT/VERSION")"
pkg_license=('Apache-2.0' "Some Other License")
pkg_upstream_url=https://example.com/$pkg_name
do_build() { return 0; } # not needed
do_install() { return 0; }
`.replace(
      "# A",
      `# shellcheck disable=SC2034
# A`,
    ),
  );
  expect(files["./IDENT"]).toMatch(/^acme\/lantern\/1\.4\.2\/\d{14}\n$/);
});
