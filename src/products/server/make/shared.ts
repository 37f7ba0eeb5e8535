/** One source for several readers that go at one pace: each item is made once, and none is kept for longer than all need it. */

/** All of the readers must be read, or returned from; the source moves on when each has taken what there is. */
export function shared<T>(source: AsyncIterable<T>, readers: number): AsyncIterable<T>[] {
  const iterator = source[Symbol.asyncIterator]();
  let open = readers;
  let waiting: PromiseWithResolvers<IteratorResult<T>>[] = [];
  let asked = 0;

  /** Once everybody who is still there has asked, the next item is for all of them. */
  function serve(): void {
    if (asked < open || waiting.length === 0) return;
    const served = waiting;
    waiting = [];
    asked = 0;
    iterator.next().then(
      (result) => {
        for (const one of served) one.resolve(result);
      },
      (error: unknown) => {
        for (const one of served) one.reject(error);
      },
    );
  }

  return Array.from({ length: readers }, () => ({
    [Symbol.asyncIterator](): AsyncIterator<T> {
      let gone = false;
      return {
        next() {
          const one = Promise.withResolvers<IteratorResult<T>>();
          waiting.push(one);
          asked += 1;
          serve();
          return one.promise;
        },
        async return() {
          if (!gone) {
            gone = true;
            open -= 1;
            if (open === 0) await iterator.return?.();
            else serve();
          }
          return { done: true, value: undefined };
        },
      };
    },
  }));
}
