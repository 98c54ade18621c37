// An instrument as it comes down by sync, and answers as they go up. The server says the same in
// feedback_app/forms/engine/definition.py. Keys whose value is empty are left out.

/** A sentence by language code. */
export type Translations = Record<string, string>;

/** An expression, parsed on the server. Operators are calls too: `=`, `and`, `neg` … */
export type Expr =
  | { lit: string | number | boolean }
  | { ref: string }
  /** The values of a repeat's question, one for every time. */
  | { each: string }
  /** A column of the choice that a filter looks at. */
  | { column: string }
  | { self: true }
  | { call: string; args: Expr[] };

export type Kind =
  | 'text'
  | 'integer'
  | 'decimal'
  | 'range'
  | 'select_one'
  | 'select_multiple'
  | 'rank'
  | 'acknowledge'
  | 'date'
  | 'time'
  | 'dateTime'
  | 'geopoint'
  | 'image'
  | 'audio'
  | 'note'
  | 'calculate'
  | 'group'
  | 'repeat';

export interface Choice {
  name: string;
  label: Translations;
  picture?: string;
  /** Pictures and recordings that came with the form: SHA-256 by language. */
  images?: Translations;
  sounds?: Translations;
  /** What a `choice_filter` asks of it. */
  columns?: Record<string, string>;
  /** Whoever chooses it says that somebody is in danger: nothing more is asked (decision 22). */
  danger?: boolean;
}

/** A question, or a group or repeat of them. Repeats hold no repeats. */
export interface Node {
  name: string;
  type: Kind;
  label?: Translations;
  hint?: Translations;
  required?: boolean | Expr;
  required_message?: Translations;
  relevant?: Expr;
  constraint?: Expr;
  constraint_message?: Translations;
  calculation?: Expr;
  /** What a new draft begins with. */
  default?: Answer;
  /** The same, worked out when the draft, or one time of a repeat, begins. */
  dynamic_default?: Expr;
  read_only?: boolean;
  /** Which choices are offered, asked of each by its columns. */
  choice_filter?: Expr;
  /** How many times a repeat is asked; without it as often as the person wants. */
  count?: Expr;
  /** What it asks for, whatever it is called: `domain`, `age` … `domain/meaning.ts` says which of them the phone knows. */
  means?: string;
  /** Words: `pictures`, `faces`, `multiline`, `minimal`, `project`, `seeds`, `field-list`, `affective-slider`. */
  appearance?: string;
  /** Of a note: asking it opens the danger door. Of a select with a choice that does so: its screen shows whom to call. */
  danger?: boolean;
  parameters?: Record<string, string>;
  picture?: string;
  images?: Translations;
  sounds?: Translations;
  choices?: Choice[];
  children?: Node[];
}

export interface Definition {
  name: string;
  version: string;
  title: Translations;
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

/** One answer. Media answers are the SHA-256 of the file, in hex; a repeat's has the answers of each time. */
export type Answer = string | number | boolean | string[] | Geopoint | Answers[];

/** Answers by question name. Unanswered: the key is absent. */
export interface Answers {
  [question: string]: Answer;
}
