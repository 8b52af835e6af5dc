declare const process: { readonly env: { readonly NODE_ENV?: string } };

/** Whether this is a development build. Bundlers put the value in; where nobody did and there is no `process`, it is not. */
export function isDevelopment(): boolean {
  try {
    return process.env.NODE_ENV !== 'production';
  } catch {
    return false;
  }
}
