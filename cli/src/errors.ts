/** What the person gave cannot be used: a wrong file, option or setting. The command ends with exit code 2 and this message. */
export class InputError extends Error {
  override readonly name = 'InputError';
}

/** Exit codes that scripts rely on. */
export const exitCodes = { fine: 0, judged: 1, wrongInput: 2 } as const;

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
