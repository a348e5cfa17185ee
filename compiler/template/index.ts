/** The template language of `hooks/` and `config/`. */
export type {
  Argument,
  Block,
  Call,
  Literal,
  Node,
  Path,
  Range,
  Segment,
  Template,
} from "./nodes.ts";
export { TemplateSyntaxError } from "./nodes.ts";
export { parseTemplate } from "./parse.ts";
