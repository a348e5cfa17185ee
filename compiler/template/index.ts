/** The template language of `hooks/` and `config/`. */
export type {
  Argument,
  Block,
  Call,
  Node,
  Path,
  Range,
  Template,
} from "./nodes.ts";
export { TemplateSyntaxError } from "./nodes.ts";
export { parseTemplate } from "./parse.ts";
