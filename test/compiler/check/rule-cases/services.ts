/** What a service exports, exposes and binds, and composites of services. */
import { type RuleCase, run } from "./rule-case.ts";

export const servicesCases: readonly RuleCase[] = [
  {
    code: "exposes-unknown",
    about: "pkg_exposes without an export",
    bad: {
      "plan.sh": "pkg_exposes=(port admin)\npkg_exports=([port]=port)\n",
      "default.toml": "port = 80\n",
      "hooks/run": run,
    },
    good: {
      "plan.sh": "pkg_exposes=(port)\npkg_exports=([port]=port)\n",
      "default.toml": "port = 80\nbig = 9223372036854775807\n",
      "hooks/run": run,
    },
    says: /pkg_exposes names admin/,
    at: "admin",
  },
  {
    code: "exposes-port",
    about: "an exposed export that is no port",
    bad: {
      "plan.sh": "pkg_exposes=(port)\npkg_exports=([port]=port)\n",
      "default.toml": "port = 99999\n",
      "hooks/run": run,
    },
    good: {
      "plan.sh": "pkg_exposes=(port)\npkg_exports=([port]=port)\n",
      "default.toml": "port = 443\n",
      "hooks/run": run,
    },
    says: /99999/,
    at: "port",
  },
  {
    code: "default-toml-invalid",
    about: "a broken default.toml",
    bad: { "plan.sh": "", "default.toml": "port =\n" },
    good: { "plan.sh": "", "default.toml": "port = 9223372036854775807\n" },
    says: /not valid TOML/,
  },
  {
    code: "export-missing",
    about: "an export without configuration",
    bad: {
      "plan.sh": "pkg_exports=([host]=server.host)\n",
      "default.toml": "[server]\nport = 80\n",
      "hooks/run": run,
    },
    good: {
      "plan.sh": "pkg_exports=([port]=server.port)\n",
      "default.toml": "[server]\nport = 80\n",
      "hooks/run": run,
    },
    says: /server\.host/,
    at: "server.host",
  },
  {
    code: "export-missing",
    about: "an export with what a template would write before it",
    bad: {
      "plan.sh": "pkg_exports=([port]=cfg.server.port, [host]=server.hots)\n",
      "default.toml": "[server]\nport = 80\nhost = 'a'\n",
      "hooks/run": run,
    },
    good: {
      "plan.sh": "pkg_exports=([port]=server.port [host]=server.host)\n",
      "default.toml": "[server]\nport = 80\nhost = 'a'\n",
      "hooks/run": run,
    },
    says: /write server\.port/,
  },
  {
    code: "bind-duplicate",
    about: "a bind in both maps",
    bad: {
      "plan.sh": 'pkg_binds=([db]="port")\npkg_binds_optional=([db]="port")\n',
      "hooks/run": run,
    },
    good: {
      "plan.sh": 'pkg_binds=([db]="port")\npkg_binds_optional=([cache]="port")\n',
      "hooks/run": run,
    },
    says: /db is in pkg_binds and in pkg_binds_optional/,
  },
  {
    code: "bind-keys-invalid",
    about: "a bind whose exports are separated by commas",
    bad: { "plan.sh": 'pkg_binds=([db]="port,host")\n', "hooks/run": run },
    good: { "plan.sh": 'pkg_binds=([db]="port host")\n', "hooks/run": run },
    says: /spaces between/,
    at: "port,host",
  },
  {
    code: "bind-export-unknown",
    about: "a bind that asks a plan of the run for too much",
    bad: {
      "web/plan.sh": 'pkg_binds=([db]="port password")\n',
      "web/hooks/run": run,
      "db/plan.sh": "pkg_exports=([port]=port)\n",
      "db/hooks/run": run,
      "db/default.toml": "port = 1\n",
    },
    good: {
      "web/plan.sh": 'pkg_binds=([db]="port" [cache]="password")\n',
      "web/hooks/run": run,
      "db/plan.sh": "pkg_exports=([port]=port)\n",
      "db/hooks/run": run,
      "db/default.toml": "port = 1\n",
    },
    says: /password, which .*db\/plan\.sh does not export/,
  },
  {
    code: "service-without-run",
    about: "a service that nothing starts",
    bad: { "plan.sh": "", "hooks/init": run },
    good: {
      "plan.sh": "pkg_svc_run='sleep 9'\npkg_deps=(core/coreutils)\n",
      "hooks/init": run,
      "lib/plan.sh": "",
      "lib/hooks/install": run,
    },
    says: /hooks\/init is for a service/,
  },
  {
    code: "service-without-bin-dirs",
    about: "a program on no search path",
    bad: { "plan.sh": "pkg_svc_run='nginx -g x'\n" },
    good: {
      "plan.sh": "pkg_svc_run='nginx -g x'\npkg_bin_dirs=(sbin)\n",
      "abs/plan.sh": "pkg_svc_run='{{pkg.path}}/nginx'\n",
    },
    says: /starts nginx/,
  },
  {
    code: "composite-services",
    about: "a composite of one",
    bad: { "plan.sh": "pkg_type=composite\npkg_services=(acme/web)\n" },
    good: { "plan.sh": "pkg_type=composite\npkg_services=(acme/web acme/db)\n" },
    says: /only one service/,
  },
  {
    code: "composite-not-a-service",
    about: "a library in a composite",
    bad: {
      "all/plan.sh": "pkg_type=composite\npkg_services=(acme/web acme/lib)\n",
      "web/plan.sh": "",
      "web/hooks/run": run,
      "lib/plan.sh": "",
    },
    good: {
      "all/plan.sh": "pkg_type=composite\npkg_services=(acme/web acme/elsewhere)\n",
      "web/plan.sh": "",
      "web/hooks/run": run,
    },
    says: /acme\/lib is not a service/,
    at: "acme/lib",
  },
  {
    code: "composite-bind",
    about: "a bind to what is no service of the composite",
    bad: {
      "plan.sh":
        'pkg_type=composite\npkg_services=(acme/web acme/db)\npkg_bind_map=(\n  [acme/web]="store:acme/cache"\n)\n',
    },
    good: {
      "plan.sh":
        'pkg_type=composite\npkg_services=(acme/web acme/db)\npkg_bind_map=(\n  [acme/web]="store:acme/db"\n)\n',
    },
    says: /names acme\/cache, which pkg_services does not have/,
  },
  {
    code: "composite-bind",
    about: "a bind that the producer cannot satisfy",
    bad: {
      "all/plan.sh":
        'pkg_type=composite\npkg_services=(acme/web acme/db)\ndeclare -A pkg_bind_map=([acme/web]="store:acme/db")\n',
      "web/plan.sh": 'pkg_binds=([store]="port")\n',
      "web/hooks/run": run,
      "db/plan.sh": "",
      "db/hooks/run": run,
    },
    good: {
      "all/plan.sh":
        'pkg_type=composite\npkg_services=(acme/web acme/db)\ndeclare -A pkg_bind_map=([acme/web]="store:acme/db")\n',
      "web/plan.sh": 'pkg_binds=([store]="port")\n',
      "web/hooks/run": run,
      "db/plan.sh": "pkg_exports=([port]=port)\n",
      "db/hooks/run": run,
      "db/default.toml": "port = 1\n",
    },
    says: /needs port of store, which acme\/db does not export/,
  },
];
