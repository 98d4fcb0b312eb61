interface TrustedTypes {
  createPolicy(name: string, rules: { createHTML(text: string): string }): unknown;
}

/**
 * Makes every text that a library would set as HTML plain text (Trusted Types; the page's policy demands them where the browser knows them). We set
 * none ourselves.
 */
export function refuseMarkup(): void {
  const { trustedTypes } = globalThis as { trustedTypes?: TrustedTypes };
  trustedTypes?.createPolicy('default', { createHTML: (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;') });
}
