/** Texts of a file that is being opened. */
export const importing = {
  reading: (file: string) => `Reading and checking ${file}…`,
  opening: (file: string) => `Opening ${file}…`,
  cancel: 'Cancel',
} as const;
