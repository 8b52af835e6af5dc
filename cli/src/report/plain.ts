/** Names come from pages: without the characters that drive a terminal. Line ends and tabs stay. */
export function plain(text: string): string {
  return text.replace(/(?![\n\t])[\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069]/gu, '\ufffd');
}
