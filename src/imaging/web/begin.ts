/** Work at a unit begins with its slip, at whatever page of images. */
import { type Client, RemoteRefusal } from '#/base/web/client.ts';
import { taskPick } from '#/workflow/rules/api/tasks.ts';

/** A slip that nobody has claimed yet is claimed by the same scan. */
export async function openOrPick<T>(client: Client, code: string, open: () => Promise<T>): Promise<T> {
  try {
    return await open();
  } catch (error) {
    if (!(error instanceof RemoteRefusal) || error.problem.code !== 'not-claimed-for') throw error;
    await client.call(taskPick, { input: { code } });
    return open();
  }
}
