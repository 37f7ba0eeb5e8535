/** Living with a Content Security Policy without holes: nonces for styles, Trusted Types for markup. */

/** The server writes the nonce of this answer into index.html; styles made at run time carry it. */
export const pageNonce = (): string => document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? '';

/**
 * Gives every style element the page's nonce. Ant Design does so itself, but not where it measures
 * scroll bars and locks the page behind a drawer.
 */
export function markStyles(): void {
  const nonce = pageNonce();
  const create = document.createElement.bind(document);
  document.createElement = (name: string, options?: ElementCreationOptions) => {
    const element = create(name, options);
    if (element instanceof HTMLStyleElement) element.nonce = nonce;
    return element;
  };
}

interface HtmlPolicy {
  createHTML: (text: string) => string;
}
interface HtmlRules {
  createHTML: (text: string) => string | null;
}
interface TrustedTypesWindow {
  trustedTypes?: { createPolicy: (name: string, rules: HtmlRules) => HtmlPolicy };
}

const makePolicy = (name: string, rules: HtmlRules): HtmlPolicy | undefined =>
  (window as TrustedTypesWindow).trustedTypes?.createPolicy(name, rules);

/**
 * Ant Design writes CSS by `innerHTML` of a style element. Text without `<` can only ever be text,
 * so the default policy lets it pass and refuses everything else.
 */
export function allowPlainCss(): void {
  makePolicy('default', { createHTML: (text) => (text.includes('<') ? null : text) });
}

/** For print forms only: markup made by `html`` on the server, shown in a frame that runs no script. */
export const formPolicy: HtmlPolicy = makePolicy('shoucang-form', { createHTML: (text) => text }) ?? {
  createHTML: (text) => text,
};
