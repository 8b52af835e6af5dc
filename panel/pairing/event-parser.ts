/** One server-sent event. */
export interface ServerEvent {
  readonly name: string;
  readonly data: string;
}

/** Longest event, in characters, that is waited for. */
export const maxEventLength = 1_000_000;

/** Reads server-sent events from pieces of text, wherever these are cut (WHATWG HTML, "Server-sent events"). */
export class EventParser {
  #rest = '';
  #name = '';
  #data: string[] = [];
  #length = 0;

  /** The events that `text` completes; null as soon as one is too long: nothing more can be read then. */
  push(text: string): readonly ServerEvent[] | null {
    const lines = (this.#rest + text).split(/\r\n|\n|\r(?!$)/);
    this.#rest = lines.pop() ?? '';
    const events: ServerEvent[] = [];
    for (const line of lines) {
      const event = this.#line(line);
      if (event) events.push(event);
      if (this.#length > maxEventLength) return null;
    }
    return this.#length + this.#rest.length > maxEventLength ? null : events;
  }

  #line(line: string): ServerEvent | null {
    if (line === '') return this.#end();
    const colon = line.indexOf(':');
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? '' : line.slice(colon + (line[colon + 1] === ' ' ? 2 : 1));
    this.#length += line.length;
    if (field === 'event') this.#name = value;
    if (field === 'data') this.#data.push(value);
    return null;
  }

  /** An event without data is none. */
  #end(): ServerEvent | null {
    const event = this.#data.length > 0 ? { name: this.#name || 'message', data: this.#data.join('\n') } : null;
    this.#name = '';
    this.#data = [];
    this.#length = 0;
    return event;
  }
}
