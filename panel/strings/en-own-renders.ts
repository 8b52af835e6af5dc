/** Texts about what the panel's own renders cost. */
export const ownRenders = {
  fine: (worst: string) => `Own renders at most ${worst}`,
  slow: (count: number, threshold: string, worst: string) =>
    `${count} own ${count === 1 ? 'render' : 'renders'} over ${threshold}, at most ${worst}`,
  what: (count: string, name: string) =>
    `Timed by Memory+ in this tab: ${count} renders since it was opened${name ? `, the slowest of ${name}` : ''}.`,
} as const;
