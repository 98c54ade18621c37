// An instrument as it comes down by sync, and answers as they go up. The server says the same in
// feedback_app/capture/definition.py. Keys whose value is empty are left out.

/** A sentence by language code. */
export type Texts = Record<string, string>;

/** An expression, parsed on the server. Operators are calls too: `=`, `and`, `neg` … */
export type Expr =
  | { lit: string | number | boolean }
  | { ref: string }
  | { self: true }
  | { call: string; args: Expr[] };

export type Kind =
  | 'text'
  | 'integer'
  | 'decimal'
  | 'select_one'
  | 'select_multiple'
  | 'date'
  | 'geopoint'
  | 'image'
  | 'audio'
  | 'note'
  | 'calculate'
  | 'group';

export interface Choice {
  name: string;
  label: Texts;
  picture?: string;
}

/** A question, or a group of them. */
export interface Node {
  name: string;
  type: Kind;
  label?: Texts;
  hint?: Texts;
  required?: boolean | Expr;
  required_message?: Texts;
  relevant?: Expr;
  constraint?: Expr;
  constraint_message?: Texts;
  calculation?: Expr;
  /** Words: `pictures`, `faces`, `multiline`, `minimal`, `project`, `field-list`, `affective-slider`. */
  appearance?: string;
  parameters?: Record<string, string>;
  picture?: string;
  choices?: Choice[];
  children?: Node[];
}

export interface Definition {
  name: string;
  version: string;
  title: Texts;
  languages: string[];
  default_language: string;
  picture?: string;
  questions: Node[];
}

export interface Geopoint {
  lat: number;
  lon: number;
  /** Radius in metres. */
  accuracy_m?: number | null;
}

/** One answer. Media answers are the SHA-256 of the file, in hex. */
export type Answer = string | number | boolean | string[] | Geopoint;

/** Answers by question name. Unanswered: the key is absent. */
export type Answers = Record<string, Answer>;
