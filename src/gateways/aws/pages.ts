/** Walking a paged list: the next page is already on its way while the last one is being looked at. */

/** One page and the token of the next; no token = the last. */
export interface Page<Value> {
  readonly value: Value;
  readonly next: string | undefined;
}

/** Reads one page. The signal also aborts when the walk ends early. */
export type ReadPage<Value> = (token: string | undefined, signal: AbortSignal) => Promise<Page<Value>>;

/** All pages in order. Whoever stops early (break, abort) also stops the page on its way. */
export async function* pages<Value>(
  read: ReadPage<Value>,
  signal?: AbortSignal,
): AsyncGenerator<Value, void, undefined> {
  const stop = new AbortController();
  const both = signal ? AbortSignal.any([signal, stop.signal]) : stop.signal;
  const begin = (token: string | undefined) => {
    const page = read(token, both);
    // It may fail before anyone waits for it; whoever does then gets the error.
    page.catch(() => {});
    return page;
  };
  try {
    for (let coming: Promise<Page<Value>> | undefined = begin(undefined); coming; ) {
      const { value, next }: Page<Value> = await coming;
      coming = next ? begin(next) : undefined;
      yield value;
    }
  } finally {
    stop.abort();
  }
}
