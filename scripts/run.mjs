// Runs one TypeScript program of the package: node scripts/run.mjs src/app/verify.ts <arguments>
import { join } from 'node:path';
import { checkout, handOver, install } from './set-up.mjs';

const [program, ...rest] = process.argv.slice(2);
install();
handOver([join(checkout, program), ...rest]);
