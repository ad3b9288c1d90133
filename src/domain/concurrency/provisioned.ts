/** Provisioned concurrency: environments kept warm for one alias or version of a function. */

/** The provisioned concurrency of one qualifier. */
export interface ProvisionedConcurrency {
  /** The alias or version that has it. */
  readonly qualifier: string;
  /** Environments asked for. */
  readonly requested: number;
  /** Environments ready to take invocations; null, here and below, when AWS did not say. */
  readonly available: number | null;
  /** Environments allocated; with a weighted alias this wavers (AllocatedProvisionedConcurrentExecutions). */
  readonly allocated: number | null;
  /** AWS's Status: allocating takes minutes, and a FAILED one has `statusReason`. */
  readonly status: 'IN_PROGRESS' | 'READY' | 'FAILED' | null;
  readonly statusReason: string | null;
}

/** `allocating 3 of 10`; null when it is there, or AWS has given up. */
export function allocationText({ status, allocated, requested }: ProvisionedConcurrency): string | null {
  if (status !== 'IN_PROGRESS') return null;
  return allocated === null ? `allocating ${requested}` : `allocating ${allocated} of ${requested}`;
}

/** Why AWS has given up; null when it has not. */
export function allocationFailure({ status, statusReason }: ProvisionedConcurrency): string | null {
  return status === 'FAILED' ? (statusReason ?? 'it gives no reason') : null;
}

/** What all qualifiers together ask for: reserved concurrency below this is refused by AWS. */
export function totalProvisioned(configs: readonly ProvisionedConcurrency[]): number {
  return configs.reduce((total, { requested }) => total + requested, 0);
}
