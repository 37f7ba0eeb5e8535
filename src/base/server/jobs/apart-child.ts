/** The other side of `Apart`: loads the file that it was given, and does one piece of work a message. */
import type { Answer } from './apart.ts';

interface Work {
  work(input: unknown, context: { progress(percent: number): void }): Promise<unknown>;
}

const [, , file = ''] = process.argv;
const send = (answer: Answer): void => void process.send?.(answer);

// The worker is gone: nobody wants the answer any more.
process.on('disconnect', () => process.exit(1));

process.on('message', (message: { input: unknown }) => {
  void (async () => {
    try {
      const { work } = (await import(file)) as Work;
      send({ output: await work(message.input, { progress: (percent) => send({ percent }) }) });
    } catch (error) {
      const name = error instanceof Error ? error.name : 'Error';
      send({ failed: { name, code: error instanceof Error && 'code' in error ? String(error.code) : '' } });
    }
  })();
});
