import { type Access, parseAccessRules } from './access.ts';
import { listDefects, setDefects } from './defect-control.ts';
import { type Faults, parseFaultRule } from './faults.ts';
import { LEVERS } from './levers.ts';
import type { Quotas } from './quotas.ts';
import type { RequestCounts } from './request-counts.ts';
import { listVersions, setVersion } from './version-control.ts';
import type { WireReply, WireRequest } from './wire/protocol.ts';
import type { World } from './world/world.ts';

/** What the control endpoint can see and change. */
export interface Controlled {
  world: World;
  faults: Faults;
  access: Access;
  quotas: Quotas;
  requests: RequestCounts;
}

/** Paths of the control endpoint, which no AWS service uses. */
export const CONTROL_PREFIX = '/_control/';

/**
 * The account's own levers, beside its AWS services: `LEVERS` says what each is for, and so does
 * `GET /_control/`.
 */
export function control(
  request: WireRequest,
  { world, faults, access, quotas, requests }: Controlled,
): WireReply {
  const what = `${request.method} ${request.path.slice(CONTROL_PREFIX.length)}`;
  switch (what) {
    case 'GET ':
      return json(200, LEVERS);
    case 'GET world':
      return json(200, describe(world));
    case 'GET requests':
      return json(200, requests);
    case 'GET faults':
      return json(200, faults.list());
    case 'POST faults':
      return addFaults(request.body, faults);
    case 'DELETE faults': {
      const id = request.query.get('id');
      faults.clear(id === null ? undefined : Number(id));
      return json(200, faults.list());
    }
    case 'GET access':
      return json(200, access.rules);
    case 'PUT access':
      return setAccess(request.body, access);
    case 'GET quotas':
      return json(200, { isEnforced: quotas.isEnforced });
    case 'PUT quotas':
      return setQuotas(request.body, quotas);
    case 'GET poison':
      return json(200, listDefects(world));
    case 'GET versions':
      return json(200, listVersions(world));
    case 'PUT versions':
      return setVersion(world, parse(request.body));
    case 'POST poison':
    case 'POST heal':
      return setDefects(world, what === 'POST poison', request.body);
    default:
      return json(404, { message: `no such control: ${what}; GET ${CONTROL_PREFIX} lists them all` });
  }
}

function addFaults(body: Buffer, faults: Faults): WireReply {
  const value = parse(body);
  if (value === undefined) return json(400, { message: NOT_JSON });
  const rules = (Array.isArray(value) ? value : [value]).map(parseFaultRule);
  const wrong = rules.find((rule) => typeof rule === 'string');
  if (wrong !== undefined) return json(400, { message: wrong });
  return json(
    201,
    rules.flatMap((rule) => (typeof rule === 'string' ? [] : [faults.add(rule)])),
  );
}

function setAccess(body: Buffer, access: Access): WireReply {
  const value = parse(body);
  const rules = value === undefined ? NOT_JSON : parseAccessRules(value);
  if (typeof rules === 'string') return json(400, { message: rules });
  access.set(rules);
  return json(200, access.rules);
}

function setQuotas(body: Buffer, quotas: Quotas): WireReply {
  const { isEnforced } = (parse(body) ?? {}) as { isEnforced?: unknown };
  if (typeof isEnforced !== 'boolean') return json(400, { message: 'isEnforced is true or false' });
  quotas.isEnforced = isEnforced;
  return json(200, { isEnforced });
}

const NOT_JSON = 'the body is not JSON';

/** Undefined when it is not JSON, as no JSON text means that. */
function parse(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return undefined;
  }
}

function describe(world: World) {
  return {
    seed: world.seed,
    scenario: world.scenario,
    account: world.account,
    region: world.region,
    clock: {
      start: new Date(world.clock.start).toISOString(),
      now: new Date(world.clock.now()).toISOString(),
      speed: world.clock.speed,
    },
    counts: {
      functions: world.functions.length,
      eventSourceMappings: world.eventSourceMappings.length,
      queues: world.queues.size,
    },
  };
}

function json(status: number, value: unknown): WireReply {
  return { status, headers: { 'content-type': 'application/json' }, body: JSON.stringify(value) };
}
