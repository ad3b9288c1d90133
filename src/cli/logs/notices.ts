/** What a tail lacks, as words for stderr: each once, and what keeps growing again now and then. */
import type { TailStatus, TargetStatus, UnreadSpan } from '../../domain/logs/tail-status.ts';
import { sanitise } from '../../domain/text.ts';

/** What grows is told again after this long at the earliest, ms. */
const AGAIN_MS = 30_000;

/** Says what is new in a tail's status. */
export class TailNotices {
  readonly #say: (words: string) => void;
  readonly #modes = new Map<string, string>();
  readonly #spans = new Map<string, number>();
  #samples = '';
  #skipped = 0;
  #saidAt = 0;

  /** @param say prints a line */
  constructor(say: (words: string) => void) {
    this.#say = (words) => say(`lambdatop: ${sanitise(words)}`);
  }

  /** Says how the tail is doing at `now` (ms since the epoch), as far as it is another than before. */
  tell(status: TailStatus, now: number): void {
    for (const target of status.targets) this.#tellMode(target);
    if (now - this.#saidAt >= AGAIN_MS) this.#tellWhatGrows(status, now);
  }

  /** Lines that the reader of stdout was too slow for. */
  skipped(count: number): void {
    this.#skipped += count;
  }

  /** Says what has not been said yet. */
  end(status: TailStatus, now: number): void {
    this.#tellWhatGrows(status, now);
  }

  #tellMode({ target, mode, reason }: TargetStatus): void {
    const words = modeWords(mode, reason);
    if (words === (this.#modes.get(target) ?? '')) return;
    this.#modes.set(target, words);
    if (words !== '') this.#say(`${target}: ${words}`);
  }

  #tellWhatGrows({ unread, sampledUpdates, completedUpdates }: TailStatus, now: number): void {
    const before = this.#saidAt;
    this.#saidAt = now;
    let said = this.#tellSamples(sampledUpdates, completedUpdates);
    for (const span of unread) said = this.#tellSpan(span) || said;
    if (this.#skipped > 0) {
      this.#say(`${count(this.#skipped, 'line')} skipped: whoever reads them is too slow`);
      this.#skipped = 0;
      said = true;
    }
    if (!said) this.#saidAt = before;
  }

  #tellSamples(sampled: number, completed: number): boolean {
    const samples = `${sampled} ${completed}`;
    if (sampled === 0 || samples === this.#samples) return false;
    this.#samples = samples;
    const updates = count(sampled, 'update');
    const rest = completed === sampled ? 'all of them' : `${completed} of them`;
    this.#say(`sampled: ${updates} of live tail told only some of the lines; ${rest} completed by reading`);
    return true;
  }

  #tellSpan({ target, from, to, reason }: UnreadSpan): boolean {
    const key = `${target} ${reason} ${from}`;
    if (this.#spans.get(key) === to) return false;
    this.#spans.set(key, to);
    const [since, until] = [from, to].map((time) => new Date(time).toISOString());
    this.#say(`${target}: lines may be missing from ${since} to ${until}: ${reason}`);
    return true;
  }
}

/** Empty while all is well. */
function modeWords(mode: TargetStatus['mode'], reason: string | null): string {
  switch (mode) {
    case 'waiting':
      return `${NO_GROUP}; waiting`;
    case 'polling':
      return reason === null ? '' : `no live tail, reads every other second: ${reason}`;
    case 'refused':
      return `cannot be read, and is tried again: ${reason ?? 'for a reason unknown'}`;
    case 'opening':
    case 'live':
      return reason ?? '';
  }
}

/** A function that has never run. */
export const NO_GROUP = 'no logs yet: the group appears at the first invocation';

function count(number: number, what: string): string {
  return `${number.toLocaleString('en')} ${number === 1 ? what : `${what}s`}`;
}
