/** Where the queues are. */
export interface QueuePlace {
  seed: number;
  account: string;
  region: string;
  /** When the world was born, ms since the epoch. */
  bornAt: number;
}
