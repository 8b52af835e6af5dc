/** What the database's process runs, as it lies beside this file in what was built. */
export const processEntry = new URL('./database.process.js', import.meta.url);
