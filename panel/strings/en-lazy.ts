/** Texts of a view whose code could not be fetched. */
export const lazy = {
  failed: (reason: string) => `This view could not be opened: ${reason}`,
  help: 'Memory+ may have been updated meanwhile. Close and open DevTools; what was recorded is kept.',
} as const;
