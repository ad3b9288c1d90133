/**
 * Loaded into every process of a benchmark that is to begin at the same instant each time: the machine's clock, moved
 * by so many ms. The embedded account draws its invocations by their minute, so then the same ones fail.
 */
const SHIFT_MS = Number(process.env.LAMBDATOP_BENCH_CLOCK_SHIFT_MS);
const MachineDate = Date;

globalThis.Date = class extends MachineDate {
  constructor(...parts: readonly unknown[]) {
    super(...((parts.length === 0 ? [MachineDate.now() + SHIFT_MS] : parts) as [number]));
  }

  static override now(): number {
    return MachineDate.now() + SHIFT_MS;
  }
} as DateConstructor;
