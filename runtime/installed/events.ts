/** What happens to the package store, as it happens. */
import type { Diagnostic } from "../../compiler/ir/index.ts";

/** One step. Identifiers are fully qualified. */
export type StoreEvent =
  /** Another process holds the store, for longer than a moment. */
  | { readonly type: "waiting" }
  /** It was there already. */
  | { readonly type: "using"; readonly ident: string }
  | { readonly type: "installed"; readonly ident: string }
  | { readonly type: "hook"; readonly ident: string; readonly hook: string }
  /** It goes, or with a dry run would. */
  | { readonly type: "removing"; readonly ident: string }
  | { readonly type: "kept"; readonly ident: string; readonly why: string }
  | { readonly type: "warning"; readonly diagnostic: Diagnostic };

/** Takes them. Must not throw. */
export type StoreEvents = (event: StoreEvent) => void;
