/** A feature of the language: a plan, and what it must set; bash itself is asked as well. */
export type Case = readonly [
  name: string,
  plan: string,
  settings: Readonly<Record<string, unknown>>,
];
