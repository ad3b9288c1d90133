/** Points in time as the journal shows them. */
import { momentText } from '../../src/domain/killed.ts';

const DAY_MS = 86_400_000;

/** `15:28:04` within the last day, else `20 Nov 15:28`, and with its year where that is another one. */
export function momentWords(at: number, now: number): string {
  const date = new Date(at);
  if (now - at < DAY_MS) return date.toLocaleTimeString('en-GB');
  const year = date.getFullYear();
  return year === new Date(now).getFullYear() ? momentText(at, now) : `${year} ${momentText(at, now)}`;
}

/** `2026-11-21 15:28:04, 14:28:04 UTC`: the person's clock, and the one to compare with others'. */
export function exactMoment(at: number): string {
  const date = new Date(at);
  // Swedish writes dates as ISO 8601 does.
  return `${date.toLocaleString('sv-SE')}, ${date.toISOString().slice(11, 19)} UTC`;
}
