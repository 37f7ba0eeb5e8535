import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

const resolve = { alias: [{ find: /^#\//, replacement: `${join(import.meta.dirname, 'src')}/` }] };

/** What is waited for comes late on a busy machine: the second that a poll has by itself is no measure of anything. */
const patient = { poll: { timeout: 20_000 } };

/**
 * The suites of `npm test`. Server and stories share the set-up: the page built, PostgreSQL started. Files share
 * their modules, which saves a minute of imports: no module of ours keeps state that another file could meet.
 */
export default defineConfig({
  resolve,
  test: {
    projects: [
      {
        resolve,
        test: {
          name: 'rules',
          isolate: false,
          include: ['src/*/rules/**/*.test.ts', 'src/*/forms/**/*.test.ts', 'src/*/web/**/*.test.ts'],
          // Trees of the ledger are computed for seconds, and longer beside other work.
          testTimeout: 60_000,
        },
      },
      {
        resolve,
        test: {
          name: 'house',
          include: ['test/*.test.ts'],
          testTimeout: 120_000,
        },
      },
      {
        resolve,
        test: {
          name: 'server',
          expect: patient,
          isolate: false,
          include: ['src/*/server/**/*.test.ts', 'src/app/**/*.test.ts', 'src/agent/**/*.test.ts'],
          globalSetup: ['test/global-setup.ts'],
          // They wait for disks, clocks and processes more than they compute.
          maxWorkers: 2,
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        resolve,
        test: {
          name: 'offline',
          include: ['test/offline/**/*.test.ts'],
          testTimeout: 180_000,
          hookTimeout: 120_000,
        },
      },
      {
        resolve,
        test: {
          name: 'stories',
          expect: patient,
          isolate: false,
          include: ['test/stories/**/*.test.ts'],
          globalSetup: ['test/global-setup.ts'],
          // A worker and its Chromium wait for each other: two pairs keep two cores busy.
          maxWorkers: 2,
          testTimeout: 180_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
