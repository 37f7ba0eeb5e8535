/**
 * Must be the page's first import: what has to be in place before any library runs under our CSP
 * and Trusted Types.
 */
import { config } from 'zod';
import { allowPlainCss, markStyles } from './csp.ts';

// zod otherwise tries `new Function` when the first schema is made, which the CSP bars and reports.
config({ jitless: true });
markStyles();
allowPlainCss();
