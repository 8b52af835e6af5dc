import { maxNameLength, maxUrlLength } from '../model/index.ts';
import { boolean, choice, fields, integer, list, type Parser, text } from './parse.ts';

/** Longest beginning of a function's text that leaves the page. */
export const maxCodeLength = 400;

/** Where a development build says that a component comes from. */
export interface ComponentPlace {
  /** `use`: there an element of it was made; `file`: there it is written. */
  readonly kind: 'use' | 'file';
  /** An address, or a path of the machine that built it. */
  readonly file: string;
  /** Both from 1 on; 0 where they are not told. */
  readonly line: number;
  readonly column: number;
}

/** What a page tells about the components of one name. It is never recorded. */
export interface FoundComponent {
  readonly component: string;
  /** Whether there is a tree that can be walked. Without one, `mounted` is 0 and means nothing. */
  readonly walked: boolean;
  /** Instances that are mounted now. */
  readonly mounted: number;
  /** At most one. */
  readonly places: ComponentPlace[];
  /** How the text of its function or class begins: what finds it in the page's scripts. Empty where there is none. */
  readonly code: string;
}

const place: Parser<ComponentPlace> = fields({
  kind: choice('use', 'file'),
  file: text(maxUrlLength),
  line: integer(0),
  column: integer(0),
});

export const foundComponents: Parser<FoundComponent[]> = list(
  fields({
    component: text(maxNameLength),
    walked: boolean,
    mounted: integer(0),
    places: list(place, 1),
    code: text(maxCodeLength),
  }),
  100,
);
