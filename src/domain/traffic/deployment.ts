/** A CodeDeploy deployment that shifts an alias right now. */
export interface AliasDeployment {
  /** `d-…` */
  readonly id: string;
  readonly application: string;
  readonly group: string;
  /** CodeDeploy's word: Created, Queued, InProgress, Baking, Ready. */
  readonly status: string;
  /** The version the alias is to leave, and the one it is to point to; null = not told. */
  readonly currentVersion: string | null;
  readonly targetVersion: string | null;
  /** Share (0–1) that the target version has by now; null = not told. */
  readonly weight: number | null;
  /** It takes an earlier deployment back: CodeDeploy began it by itself. */
  readonly isRollback: boolean;
}
