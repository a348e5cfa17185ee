import type { PhaseName, SettingName } from "../../compiler/ir/index.ts";

/**
 * The first phase in which habc itself or a default callback uses a setting. The others are
 * written into the metadata, at the beginning of `do_end`.
 */
export const settingPhases: Readonly<Partial<Record<SettingName, PhaseName>>> = {
  pkg_name: "do_begin",
  pkg_origin: "do_begin",
  pkg_version: "do_begin",
  pkg_prefix: "do_begin",
  pkg_dirname: "do_begin",
  pkg_type: "do_begin",
  pkg_source: "do_begin",
  pkg_deps: "do_setup_environment",
  pkg_build_deps: "do_setup_environment",
  pkg_scaffolding: "do_setup_environment",
  pkg_network: "do_begin",
  pkg_bin_dirs: "do_before",
  pkg_filename: "do_download",
  pkg_shasum: "do_download",
  pkg_lib_dirs: "do_prepare",
  pkg_include_dirs: "do_install",
  pkg_pconfig_dirs: "do_install",
  pkg_svc_run: "do_build_service",
  pkg_svc_user: "do_build_service",
  pkg_svc_group: "do_build_service",
};
