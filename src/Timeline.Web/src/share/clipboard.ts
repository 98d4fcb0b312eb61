import { announce } from '../dom/announce';

/** Copies a text. @returns Whether it could; browsers refuse on pages that were not loaded securely. */
export async function copy(text: string, what: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    announce(`${what} copied.`);
    return true;
  } catch {
    return false;
  }
}
