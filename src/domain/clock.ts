/** Where time comes from, so that tests and the embedded account's sped-up day can supply their own. */
export interface Clock {
  /** ms since the epoch. */
  now(): number;
}
