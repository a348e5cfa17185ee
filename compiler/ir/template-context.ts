/**
 * What templates in `hooks/` and `config/` can read beside `cfg` and `bind`, which a plan decides.
 *
 * Source: the Habitat reference, "Template Data"; the supervisor's source for the fields that
 * the text leaves out.
 */

/** The roots of the data. An installation has `pkg` and `cfg` only. */
export const templateRoots = ["sys", "pkg", "cfg", "svc", "bind"] as const;

/** `sys`: the supervisor and its machine. */
export const sysFields = [
  "version",
  "member_id",
  "ip",
  "hostname",
  "gossip_ip",
  "gossip_port",
  "http_gateway_ip",
  "http_gateway_port",
  "ctl_gateway_ip",
  "ctl_gateway_port",
  "permanent",
] as const;

/** `pkg`: the package. */
export const pkgFields = [
  "ident",
  "origin",
  "name",
  "version",
  "release",
  "deps",
  "env",
  "exposes",
  "exports",
  "path",
  "svc_path",
  "svc_config_path",
  "svc_data_path",
  "svc_files_path",
  "svc_static_path",
  "svc_var_path",
  "svc_pid_file",
  "svc_run",
  "svc_user",
  "svc_group",
] as const;

/** Further fields of `pkg` that there are when a package is installed, and not in a service. */
export const pkgInstallFields = ["svc_config_install_path"] as const;

/** `svc`: the service group, beside its members. */
export const svcFields = [
  "service",
  "group",
  "org",
  "election_is_running",
  "election_is_no_quorum",
  "election_is_finished",
  "update_election_is_running",
  "update_election_is_no_quorum",
  "update_election_is_finished",
] as const;

/** The members of a service group that have a name. `members` is the list of all. */
export const svcMembers = ["me", "leader", "first", "update_leader"] as const;

/** The members of a bound service group that have a name. `members` is the list of all. */
export const bindMembers = ["first", "leader"] as const;

/** A member of a service group, beside `sys`, `pkg` and `cfg`: what it exports. */
export const memberFields = [
  "member_id",
  "pkg_incarnation",
  "package",
  "service",
  "group",
  "org",
  "persistent",
  "leader",
  "follower",
  "update_leader",
  "update_follower",
  "alive",
  "suspect",
  "confirmed",
  "departed",
  "election_is_running",
  "election_is_no_quorum",
  "election_is_finished",
  "update_election_is_running",
  "update_election_is_no_quorum",
  "update_election_is_finished",
] as const;

/** The fields of a member's `sys`. */
export const memberSysFields = sysFields.filter(
  (field) => field !== "version" && field !== "member_id" && field !== "permanent",
);

/** The fields of a member's `pkg`. */
export const memberPkgFields = ["origin", "name", "version", "release"] as const;
