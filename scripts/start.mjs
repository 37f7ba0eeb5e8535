// npm start: on a fresh clone with any Node >= 20.
import { join } from 'node:path';
import { checkout, handOver, install } from './set-up.mjs';

install();
handOver([join(checkout, 'src', 'app', 'start.ts'), ...process.argv.slice(2)]);
