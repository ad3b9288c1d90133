import { readText } from '../wire/input.ts';
import type { Operation } from '../wire/service.ts';
import type { LambdaFunction } from '../world/model.ts';
import { ALIAS_NAME, checkProvisioned, checkRouting, readVersion, readWeights } from './alias-routing.ts';
import { notFound, stalePrecondition } from './errors.ts';
import { findFunction } from './function-reference.ts';
import { aliasConfiguration } from './get-alias.ts';
import { readRuledText } from './members.ts';
import { timings } from './timings.ts';

/**
 * Moves an alias or shifts its traffic, from this moment on. What is left out stays, an empty map clears
 * the weights, and even a call that changes nothing gives a new RevisionId (facts, section 2).
 */
export const updateAlias: Operation = (call) => {
  const { input, world } = call;
  const name = readRuledText(input, 'Name', ALIAS_NAME) ?? '';
  const asked = readVersion(input);
  const weights = readWeights(input);
  const description = readRuledText(input, 'Description', { largest: 256 });
  const { target } = findFunction(call, 'UpdateAlias');
  const alias = target.aliases.get(name);
  if (alias === undefined) throw notFound(`Alias not found: ${target.arn}:${name}`);
  const revisionId = readText(input, 'RevisionId');
  if (revisionId !== undefined && revisionId !== alias.revisionId) throw stalePrecondition();
  const before = alias.routing.current;
  const routing = {
    version: asked ?? before.version,
    additionalWeights: weights ?? before.additionalWeights,
  };
  checkRouting(target, routing);
  checkProvisioned(target, name, routing.version);
  const now = world.clock.now();
  if (asked !== undefined || weights !== undefined) alias.routing.set(routing, now);
  if (routing.version !== before.version) reprovision(target, name, now);
  alias.description = description ?? alias.description;
  alias.revisionId = world.nextId();
  return aliasConfiguration(target, alias);
};

/** Provisioned concurrency moves with its alias, and has to be allocated anew on the other version. */
function reprovision(target: LambdaFunction, alias: string, now: number): void {
  const pending = { until: now + timings.provision, available: 0 };
  const moved = target.provisioned.current.map((each) =>
    each.qualifier === alias ? { ...each, pending } : each,
  );
  target.provisioned.set(moved, now);
}
