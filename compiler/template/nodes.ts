/** The tree of a template. Offsets count UTF-16 units from the start of the text. */

/** A stretch of the text; `end` is the offset after its last unit. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/** One name of a path. */
export interface Segment extends Range {
  readonly name: string;
}

/** `cfg.servers.[0].port`, `../name`, `@root.cfg.port`, `@key`, `this`. */
export interface Path extends Range {
  readonly type: "path";
  /** How many `../` it begins with. */
  readonly up: number;
  /** It begins with `@root.`: at the data itself, whatever blocks are around. */
  readonly root: boolean;
  /** It begins with `@`: a variable of the block, such as `@first`. */
  readonly local: boolean;
  /** It begins with `this` or `./`: never a block parameter or a helper. */
  readonly explicit: boolean;
  /** The names, without `this`. */
  readonly segments: readonly Segment[];
}

/** A text, a number, a list … that is written out. */
export interface Literal extends Range {
  readonly type: "literal";
  /** The text, where it is one. */
  readonly text: string | undefined;
}

/** A value that is handed to a helper. */
export type Argument = Path | Literal | Call;

/** `helper argument… name=argument…`; without arguments it is a value or a helper. */
export interface Call extends Range {
  readonly type: "call";
  readonly name: Path | Call;
  readonly args: readonly Argument[];
  readonly hash: readonly { readonly name: Segment; readonly value: Argument }[];
}

/** Text that stays as it is. */
export interface Text extends Range {
  readonly type: "text";
}

/** `{{! … }}`, `{{!-- … --}}` */
export interface Comment extends Range {
  readonly type: "comment";
}

/** `{{value}}`, `{{{value}}}`, `{{&value}}`, `{{helper argument}}` */
export interface Output extends Range {
  readonly type: "output";
  readonly call: Call;
}

/** `{{#helper argument as |name|}} … {{else}} … {{/helper}}` */
export interface Block extends Range {
  readonly type: "block";
  readonly call: Call;
  readonly params: readonly Segment[];
  readonly body: readonly Node[];
  /** What follows `{{else}}`. `{{else if x}}` is one block in here. */
  readonly otherwise: readonly Node[];
}

/** `{{{{raw}}}} … {{{{/raw}}}}` */
export interface RawBlock extends Range {
  readonly type: "raw";
  readonly call: Call;
}

/** `{{> name}}`, `{{#> name}} … {{/name}}` */
export interface Partial extends Range {
  readonly type: "partial";
  /** Undefined where the name is computed. */
  readonly name: string | undefined;
  readonly body: readonly Node[];
}

/** `{{* name}}`, `{{#* inline "name"}} … {{/inline}}` */
export interface Decorator extends Range {
  readonly type: "decorator";
  readonly call: Call;
  readonly body: readonly Node[];
}

/** One part of a template. */
export type Node = Text | Comment | Output | Block | RawBlock | Partial | Decorator;

/** A template that was read. */
export interface Template {
  readonly nodes: readonly Node[];
  /** `path[0]`, as the engines of old took it: the offsets of the brackets. */
  readonly oldIndices: readonly number[];
}

/** Why a text is no template. */
export class TemplateSyntaxError extends Error {
  readonly range: Range;
  readonly hint: string | undefined;
  constructor(message: string, range: Range, hint?: string) {
    super(message);
    this.range = range;
    this.hint = hint;
  }
}
