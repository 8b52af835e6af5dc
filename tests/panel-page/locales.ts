import de from '../../_locales/de/messages.json' with { type: 'json' };
import en from '../../_locales/en/messages.json' with { type: 'json' };
import type { BrowserMessages } from '../../panel/platform/messages.ts';

export interface Message {
  readonly message: string;
  readonly placeholders?: Readonly<Record<string, { readonly content: string }>>;
}
export type Messages = Readonly<Record<string, Message>>;

/** Every language that the extension speaks, as its file. */
export const locales: Readonly<Record<string, Messages>> = { en, de };

/** Answers from one language's messages as the browser does: `$NAME$` is what the message's placeholders say, `$1` a value, `$$` a dollar. */
export function browserWith(messages: Messages, language: string): BrowserMessages {
  return {
    getUILanguage: () => language,
    getMessage(key, values) {
      const found = messages[key];
      if (!found) return '';
      return found.message.replace(/\$\$|\$(\d)|\$(\w+)\$/g, (_, digit?: string, name?: string) => {
        const content = name === undefined ? undefined : found.placeholders?.[name.toLowerCase()]?.content;
        const place = digit ?? content?.slice(1);
        return place === undefined ? '$' : (values[Number(place) - 1] ?? '');
      });
    },
  };
}
