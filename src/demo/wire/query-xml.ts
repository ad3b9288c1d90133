import type { ServiceError } from './errors.ts';
import type { Addressed, WireReply, WireRequest } from './protocol.ts';
import { type Input, type Output, ReadyJson, type Service } from './service.ts';
import { Timestamp } from './timestamp.ts';
import { WireMap } from './wire-map.ts';

/**
 * The query protocol: a form with `Action` and `Version`, XML back. STS speaks nothing else, and
 * older clients speak it to CloudWatch. The version names the service: no two of ours share one.
 */
export function addressQuery(request: WireRequest, services: readonly Service[]): Addressed | undefined {
  const form = readForm(request);
  const operation = form?.get('Action');
  if (form === undefined || typeof operation !== 'string') return undefined;
  const service = services.find((candidate) => candidate.queryVersion === form.get('Version'));
  if (service === undefined) return undefined;
  const namespace = service.xmlNamespace ?? '';
  return {
    service,
    operation,
    readInput: () => unflatten(form),
    writeOutput: (output, requestId) =>
      xmlReply(
        200,
        `<${operation}Response xmlns="${namespace}"><${operation}Result>${writeMembers(output)}</${operation}Result>` +
          `<ResponseMetadata><RequestId>${requestId}</RequestId></ResponseMetadata></${operation}Response>`,
      ),
    writeError: (error, requestId) => writeXmlError(error, requestId, namespace),
  };
}

/** An error in the query protocol's shape; also what clients of services that are not here can read. */
export function writeXmlError(error: ServiceError, requestId: string, namespace = ''): WireReply {
  const reply = xmlReply(
    error.status,
    `<ErrorResponse xmlns="${namespace}"><Error><Type>${error.fault}</Type><Code>${escapeXml(error.queryCode)}</Code>` +
      `<Message>${escapeXml(error.message)}</Message></Error><RequestId>${requestId}</RequestId></ErrorResponse>`,
  );
  return { ...reply, headers: { ...reply.headers, ...error.headers } };
}

function xmlReply(status: number, body: string): WireReply {
  return { status, headers: { 'content-type': 'text/xml' }, body };
}

/** The parameters of a request in the query protocol; undefined when it is in another. */
export function readForm(request: WireRequest): URLSearchParams | undefined {
  if (request.method === 'GET') return request.path === '/' ? request.query : undefined;
  const isForm = request.headers['content-type']?.startsWith('application/x-www-form-urlencoded') === true;
  return request.method === 'POST' && isForm ? new URLSearchParams(request.body.toString('utf8')) : undefined;
}

type Branch = { [name: string]: Branch | string };

/** `A.member.1.B=x` to `{A: [{B: 'x'}]}`. */
function unflatten(form: URLSearchParams): Input {
  const root: Branch = Object.create(null);
  for (const [path, value] of form) {
    const names = path.split('.');
    const last = names.pop();
    if (last === undefined) continue;
    let branch = root;
    for (const name of names) {
      const next = branch[name];
      const child: Branch = typeof next === 'object' ? next : Object.create(null);
      branch[name] = child;
      branch = child;
    }
    branch[last] = value;
  }
  return listsOf(root) as Input;
}

function listsOf(value: Branch | string): unknown {
  if (typeof value === 'string') return value;
  const { member } = value;
  if (typeof member === 'object') {
    const indexes = Object.keys(member).sort((left, right) => Number(left) - Number(right));
    return indexes.map((index) => listsOf(member[index] ?? ''));
  }
  return Object.fromEntries(Object.entries(value).map(([name, child]) => [name, listsOf(child)]));
}

function writeMembers(output: Output): string {
  return output instanceof ReadyJson ? '' : writeValue(output);
}

function writeValue(value: unknown): string {
  if (Array.isArray(value)) return value.map((item) => `<member>${writeValue(item)}</member>`).join('');
  if (value instanceof Timestamp) return value.toIso();
  if (value instanceof WireMap) {
    const entries = [...value].map(
      ([key, each]) => `<entry><key>${escapeXml(key)}</key><value>${writeValue(each)}</value></entry>`,
    );
    return entries.join('');
  }
  if (typeof value !== 'object' || value === null) return escapeXml(String(value));
  return Object.entries(value)
    .filter(([, member]) => member !== undefined && member !== null)
    .map(([name, member]) => `<${name}>${writeValue(member)}</${name}>`)
    .join('');
}

function escapeXml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
