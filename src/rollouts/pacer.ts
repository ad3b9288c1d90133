/** When the next beat comes: when something has happened, or after a while. */

/** See the file's head. */
export class Pacer {
  readonly #everyMs: number;
  #isWoken = false;
  #endPause: () => void = () => {};

  /** @param everyMs a beat comes at least so often, ms */
  constructor(everyMs: number) {
    this.#everyMs = everyMs;
  }

  /** Something has happened: ends the pause that is, or the next one. */
  wake(): void {
    this.#isWoken = true;
    this.#endPause();
  }

  /** Until something happens, or the next beat is due. */
  async pause(): Promise<void> {
    if (!this.#isWoken) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, this.#everyMs);
        this.#endPause = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    this.#isWoken = false;
  }
}
