import type { WireReply } from './wire/protocol.ts';
import type { World } from './world/world.ts';

/** The functions whose code fails on messages, with the errors they throw and whether they do so now. */
export function listDefects({ defects }: World) {
  return defects.list().map(({ functionName, flaws, logsMessageIds, isActive }) => ({
    function: functionName,
    isActive,
    logsMessageIds,
    errors: flaws.map(({ exception }) => `${exception.type}: ${exception.message}`),
  }));
}

/** Breaks or repairs all such functions, or the one that the body names: `{"function": NAME}`. */
export function setDefects(world: World, isBroken: boolean, body: Buffer): WireReply {
  const name = readName(body);
  if (name === null) return reply(400, { message: 'the body is {"function": NAME}, or empty' });
  if (name !== undefined && world.functionNamed(name) === undefined) {
    return reply(404, { message: `no function is named ${name}` });
  }
  if (isBroken) world.defects.poison(name);
  else world.defects.heal(name);
  return reply(200, listDefects(world));
}

/** undefined: none is named; null: the body is wrong. */
function readName(body: Buffer): string | undefined | null {
  if (body.length === 0) return undefined;
  try {
    const value: unknown = JSON.parse(body.toString('utf8'));
    if (typeof value !== 'object' || value === null) return null;
    const { function: name } = value as { function?: unknown };
    return name === undefined || typeof name === 'string' ? name : null;
  } catch {
    return null;
  }
}

function reply(status: number, value: unknown): WireReply {
  return { status, headers: { 'content-type': 'application/json' }, body: JSON.stringify(value) };
}
