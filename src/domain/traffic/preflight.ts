/**
 * What is looked at before traffic moves, and what it means: AWS's own conditions for two versions of one alias
 * (facts/aws.md section 2), and whether the alias carries the traffic at all. What could not be read is said, and
 * refuses nothing.
 */
import type { PlanRefusal, Warning } from '../changes/plan.ts';
import type { ProvisionedConcurrency } from '../concurrency/provisioned.ts';
import { formatShare } from '../figures.ts';
import type { AliasDeployment } from './deployment.ts';
import type { PublishedVersion } from './published-version.ts';
import { canaryOf, type Routing } from './routing.ts';

/** Something that was read, or why it could not be. */
export type Seen<Value> =
  | { readonly state: 'known'; readonly value: Value }
  | { readonly state: 'unknown'; readonly why: string };

/** A version that is to get traffic; null = there is none of that number. */
export interface SeenVersion {
  readonly version: string;
  readonly found: Seen<PublishedVersion | null>;
}

/** All that was looked at. */
export interface Preflight {
  readonly versions: readonly SeenVersion[];
  /** The function's newest published versions, newest first; only read where a version is missing. */
  readonly newest: readonly string[];
  /** Null = not looked at. */
  readonly provisioned: Seen<readonly ProvisionedConcurrency[]> | null;
  readonly deployment: Seen<AliasDeployment | null>;
  /** Share (0–1) of the function's invocations that came through the alias; null = not looked at. */
  readonly aliasShare: Seen<number> | null;
}

/** An alias on its way from one routing to another. */
interface Move {
  /** Function's name. */
  readonly name: string;
  readonly alias: string;
  readonly from: Routing;
  readonly to: Routing;
  /** Back to what served: a version that sleeps or is being prepared is better than one that fails. */
  readonly isWayBack: boolean;
}

/** Below this share of the function's invocations it is said how few come through the alias. */
const FEW = 0.5;

/** Why AWS would refuse the move, or it would break something; null when nothing is known against it. */
export function refusalOf({ name, alias, to, isWayBack }: Move, preflight: Preflight): PlanRefusal | null {
  const found = preflight.versions.map((each) => each.found);
  for (const { version, found } of preflight.versions) {
    if (found.state === 'unknown') continue;
    const refusal =
      found.value === null ? missing(name, version, preflight.newest) : unready(name, found.value, isWayBack);
    if (refusal) return refusal;
  }
  const [one, other] = found.flatMap((each) => (each.state === 'known' && each.value ? [each.value] : []));
  const unequal = one && other ? difference(one, other) : null;
  if (unequal) {
    return {
      code: 'refused',
      message: `AWS does not split traffic between versions with different ${unequal.what}: ${unequal.text}.`,
      next: [
        `publish a version with the same ${unequal.remedy}`,
        `or move all of it at once: lambdatop rollout ${name}:${alias} --to ${canaryOf(to)?.version ?? to.version} --strategy all-at-once`,
      ],
    };
  }
  return doublyProvisioned(`${name}:${alias}`, alias, to, preflight);
}

/** What to know before the move: risks first come from whoever sorts them. */
export function warningsOf(move: Move, preflight: Preflight): Warning[] {
  const warnings: Warning[] = preflight.versions.flatMap((each) => versionWarnings(each));
  const { deployment } = preflight;
  if (deployment.state === 'unknown') {
    warnings.push({
      level: 'risk',
      text: `cannot see whether CodeDeploy is deploying to this alias: ${deployment.why}`,
    });
  }
  return [...warnings, ...provisionedWarnings(move, preflight), ...shareWarnings(move, preflight)];
}

function versionWarnings({ version, found }: SeenVersion): Warning[] {
  if (found.state === 'unknown') {
    return [{ level: 'risk', text: `version ${version} could not be looked at: ${found.why}` }];
  }
  const state = found.value?.state ?? 'Active';
  if (state === 'Active') return [];
  const text = `version ${version} is ${state}: its calls fail until AWS has it ready, in a minute or so`;
  return [{ level: 'risk', text }];
}

function missing(name: string, version: string, newest: readonly string[]): PlanRefusal {
  return {
    code: 'not-found',
    message: `${name} has no version ${version}.`,
    next: [
      ...(newest.length > 0 ? [`its newest ones: ${newest.join(', ')}`] : []),
      `make one of $LATEST: lambdatop publish ${name}`,
    ],
  };
}

function unready(
  name: string,
  { version, state, stateReason }: PublishedVersion,
  isWayBack: boolean,
): PlanRefusal | null {
  if (state === null || state === 'Active' || (isWayBack && state !== 'Failed')) return null;
  const reason = stateReason ? `: ${stateReason}` : '';
  const next: Readonly<Record<string, string>> = {
    Pending: 'AWS is still preparing it: wait a minute and try again',
    Inactive: `AWS has put it to sleep: invoke it once (aws lambda invoke --function-name ${name}:${version} /dev/null) and try again in a minute`,
  };
  return {
    code: 'refused',
    message: `Version ${version} of ${name} is ${state}, not Active${reason}.`,
    next: [next[state] ?? 'publish a version that works'],
  };
}

function difference(
  one: PublishedVersion,
  other: PublishedVersion,
): { readonly what: string; readonly text: string; readonly remedy: string } | null {
  if (one.role !== null && other.role !== null && one.role !== other.role) {
    const text = `${one.version} runs as ${one.role}, ${other.version} as ${other.role}`;
    return { what: 'execution roles', text, remedy: 'role' };
  }
  if (one.deadLetterArn !== other.deadLetterArn) {
    const says = ({ version, deadLetterArn }: PublishedVersion): string =>
      `${version} ${deadLetterArn === null ? 'has none' : `sends to ${deadLetterArn}`}`;
    const text = `${says(one)}, ${says(other)}`;
    return { what: 'dead-letter queues', text, remedy: 'dead-letter queue' };
  }
  return null;
}

/** AWS refuses provisioned concurrency of an alias and of the version that it points to. */
function doublyProvisioned(
  label: string,
  alias: string,
  to: Routing,
  { provisioned }: Preflight,
): PlanRefusal | null {
  const all = provisioned?.state === 'known' ? provisioned.value : [];
  if (!all.some(({ qualifier }) => qualifier === alias)) return null;
  if (!all.some(({ qualifier }) => qualifier === to.version)) return null;
  return {
    code: 'refused',
    message: `${label} and version ${to.version} both have provisioned concurrency: AWS lets an alias with its own not point to such a version.`,
    next: [
      `take it from the version first: aws lambda delete-provisioned-concurrency-config --function-name ${label.split(':')[0]} --qualifier ${to.version}`,
    ],
  };
}

function provisionedWarnings({ alias, from, to }: Move, { provisioned }: Preflight): Warning[] {
  if (provisioned === null) return [];
  if (provisioned.state === 'unknown') {
    return [{ level: 'note', text: `provisioned concurrency could not be read: ${provisioned.why}` }];
  }
  const of = (qualifier: string): number =>
    provisioned.value.find((each) => each.qualifier === qualifier)?.requested ?? 0;
  if (of(alias) > 0 && from.version !== to.version) {
    const text = `the ${of(alias)} provisioned for ${alias} move with it: until AWS has provisioned ${to.version}, in minutes, it starts cold`;
    return [{ level: 'risk', text }];
  }
  const canary = canaryOf(to)?.version;
  if (of(alias) > 0 && canary !== undefined) {
    const text = `the ${of(alias)} provisioned for ${alias} are divided between both versions while it is split: some of the traffic may start cold`;
    return [{ level: 'note', text }];
  }
  const [gains, loses] = canary === undefined ? [to.version, from.version] : [canary, to.version];
  if (gains === loses || of(loses) === 0 || of(gains) > 0) return [];
  const text = `version ${loses} has ${of(loses)} provisioned, version ${gains} none: its share starts cold`;
  return [{ level: 'risk', text }];
}

function shareWarnings({ alias, name }: Move, { aliasShare }: Preflight): Warning[] {
  if (aliasShare === null) return [];
  if (aliasShare.state === 'unknown') {
    return [
      { level: 'note', text: `how much of ${name}'s traffic uses ${alias} is not known: ${aliasShare.why}` },
    ];
  }
  const share = aliasShare.value;
  if (share === 0) {
    const text = `none of ${name}'s invocations of the last hour came through ${alias}: this moves nothing`;
    return [{ level: 'risk', text }];
  }
  const text = `${formatShare(share)} of ${name}'s invocations of the last hour came through ${alias}; the others are not moved`;
  return share < FEW ? [{ level: 'risk', text }] : share < 0.995 ? [{ level: 'note', text }] : [];
}
