import { definePlan } from "habc";

/** A composite: one package that stands for several services and how they bind. */
export default definePlan({
  pkg_name: "clock-suite",
  pkg_origin: "acme",
  pkg_version: "0.1.0",
  pkg_type: "composite",
  pkg_services: ["acme/clock", "acme/clock-proxy"],
  pkg_bind_map: { "acme/clock-proxy": "clock:acme/clock" },
});
