/**
 * Loads a package that only some applications need.
 * @throws Error that says what to install, and for what
 */
export async function optionalModule<T>(name: string, purpose: string, load: () => Promise<T>): Promise<T> {
  try {
    return await load();
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ERR_MODULE_NOT_FOUND')) throw error;
    throw new Error(`${purpose} needs the package ${name}. Install it beside the application: npm install ${name}`);
  }
}
